import { useState } from 'react';

/** Copies a text; says what became of it. */
export function CopyButton({ text, label }: { readonly text: string; readonly label: string }) {
  const [state, setState] = useState<'ready' | 'copied' | 'refused'>('ready');
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setState('copied');
    } catch {
      setState('refused');
    }
  };
  return (
    <span className="copy">
      <button type="button" className="button button-small" onClick={() => void copy()}>
        {label}
      </button>
      <span role="status" className="copy-answer">
        {state === 'copied' && 'Copied'}
        {state === 'refused' && 'The browser refused; mark and copy it yourself'}
      </span>
    </span>
  );
}
