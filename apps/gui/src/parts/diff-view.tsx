import { useMemo, useState } from 'react';
import { alignKeys } from '../diff/align-keys.ts';
import { diffLines } from '../diff/diff-lines.ts';
import { type FoldedChunk, foldChunks } from '../diff/fold-chunks.ts';
import { counted } from '../words/amounts.ts';
import { toPrettyJson } from '../words/pretty-json.ts';

interface DiffViewProps {
  readonly before: unknown;
  readonly after: unknown;
  readonly beforeName: string;
  readonly afterName: string;
}

/** Two JSON documents line by line: side by side where there is room, one below the other where there is not. */
export function DiffView({ before, after, beforeName, afterName }: DiffViewProps) {
  const chunks = useMemo(() => {
    const [from, to] = [toPrettyJson(before), toPrettyJson(alignKeys(after, before))];
    return foldChunks(diffLines(from.split('\n'), to.split('\n')));
  }, [before, after]);
  return (
    <div className="diff" role="region" aria-label={`Differences from ${beforeName} to ${afterName}`}>
      <div className="diff-row diff-names">
        <div className="diff-side">− {beforeName}</div>
        <div className="diff-side">+ {afterName}</div>
      </div>
      {chunks.map((chunk, index) => (
        // Chunks have no names and don't move.
        <DiffChunkRow key={`${chunk.kind}-${index}`} chunk={chunk} />
      ))}
    </div>
  );
}

function DiffChunkRow({ chunk }: { readonly chunk: FoldedChunk }) {
  const [isOpen, setOpen] = useState(false);
  if (chunk.kind === 'change') {
    return (
      <div className="diff-row">
        <del className="diff-side diff-removed">
          <Lines lines={chunk.removed} mark="−" />
        </del>
        <ins className="diff-side diff-added">
          <Lines lines={chunk.added} mark="+" />
        </ins>
      </div>
    );
  }
  if (chunk.kind === 'folded' && !isOpen) {
    return (
      <button type="button" className="diff-fold" onClick={() => setOpen(true)}>
        Show {counted(chunk.lines.length, 'equal line')}
      </button>
    );
  }
  return (
    <div className="diff-row diff-same">
      <div className="diff-side">
        <Lines lines={chunk.lines} mark=" " />
      </div>
      <div className="diff-side diff-repeat" aria-hidden="true">
        <Lines lines={chunk.lines} mark=" " />
      </div>
    </div>
  );
}

function Lines({ lines, mark }: { readonly lines: readonly string[]; readonly mark: string }) {
  return lines.map((line, index) => (
    <span className="diff-line" key={`${index}-${line}`} dir="ltr">
      <span className="diff-mark">{mark}</span>
      <span className="diff-text">{line}</span>
    </span>
  ));
}
