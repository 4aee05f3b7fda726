import { revealUnseen } from '../words/pretty-json.ts';

/** Text as written, in a box of its own that scrolls; characters that can't be seen are spelled out. */
export function CodeBlock({ label, text }: { readonly label: string; readonly text: string }) {
  return (
    <pre className="code" tabIndex={0} role="region" aria-label={label} dir="ltr">
      {revealUnseen(text)}
    </pre>
  );
}
