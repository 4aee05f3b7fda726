import type { DiffChunk } from './diff-lines.ts';

/** A chunk as it is shown: long equal stretches are folded away until somebody opens them. */
export type FoldedChunk = DiffChunk | { readonly kind: 'folded'; readonly lines: readonly string[] };

/** Lines that stay visible around a change. */
const context = 3;

/** Folds equal lines that are more than three lines away from any change. */
export function foldChunks(chunks: readonly DiffChunk[]): readonly FoldedChunk[] {
  return chunks.flatMap((chunk, index): readonly FoldedChunk[] => {
    if (chunk.kind === 'change') return [chunk];
    const head = index === 0 ? 0 : context;
    const tail = index === chunks.length - 1 ? 0 : context;
    const hidden = chunk.lines.length - head - tail;
    // A fold takes a line itself.
    if (hidden < 2) return [chunk];
    const stretches: readonly FoldedChunk[] = [
      { kind: 'same', lines: chunk.lines.slice(0, head) },
      { kind: 'folded', lines: chunk.lines.slice(head, head + hidden) },
      { kind: 'same', lines: chunk.lines.slice(head + hidden) },
    ];
    return stretches.filter((stretch) => stretch.kind !== 'same' || stretch.lines.length > 0);
  });
}
