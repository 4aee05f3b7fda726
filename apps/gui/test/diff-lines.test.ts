import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type DiffChunk, diffLines } from '../src/diff/diff-lines.ts';

const before = (chunks: readonly DiffChunk[]) =>
  chunks.flatMap((chunk) => (chunk.kind === 'same' ? chunk.lines : chunk.removed));
const after = (chunks: readonly DiffChunk[]) =>
  chunks.flatMap((chunk) => (chunk.kind === 'same' ? chunk.lines : chunk.added));
const changed = (chunks: readonly DiffChunk[]) =>
  chunks.reduce(
    (sum, chunk) => sum + (chunk.kind === 'same' ? 0 : chunk.removed.length + chunk.added.length),
    0,
  );

/** The length of the longest common subsequence, the slow way. */
function longestCommon(from: readonly string[], to: readonly string[]): number {
  let row = to.map(() => 0);
  for (const line of from) {
    const next: number[] = [];
    for (const [index, other] of to.entries()) {
      const equal = (index === 0 ? 0 : (row[index - 1] ?? 0)) + 1;
      next.push(line === other ? equal : Math.max(row[index] ?? 0, next[index - 1] ?? 0));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

describe('diffLines', () => {
  it('finds nothing between equal texts', () => {
    expect(diffLines(['a', 'b'], ['a', 'b'])).toEqual([{ kind: 'same', lines: ['a', 'b'] }]);
    expect(diffLines([], [])).toEqual([]);
  });

  it('names a changed line once, between what stayed', () => {
    expect(diffLines(['{', ' "a": 1', '}'], ['{', ' "a": 2', '}'])).toEqual([
      { kind: 'same', lines: ['{'] },
      { kind: 'change', removed: [' "a": 1'], added: [' "a": 2'] },
      { kind: 'same', lines: ['}'] },
    ]);
  });

  it('gives back both texts and changes as little as possible', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 14 });
    fc.assert(
      fc.property(lines, lines, (from, to) => {
        const chunks = diffLines(from, to);
        expect(before(chunks)).toEqual(from);
        expect(after(chunks)).toEqual(to);
        expect(changed(chunks)).toBe(from.length + to.length - 2 * longestCommon(from, to));
        const kinds = chunks.map(({ kind }) => kind);
        expect(kinds.every((kind, index) => kind !== kinds[index + 1])).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  it('shows texts without a common line as one change, however long', () => {
    const from = Array.from({ length: 4_000 }, (_, index) => `old ${index}`);
    const to = Array.from({ length: 4_000 }, (_, index) => `new ${index}`);
    expect(diffLines(['{', ...from, '}'], ['{', ...to, '}'])).toEqual([
      { kind: 'same', lines: ['{'] },
      { kind: 'change', removed: from, added: to },
      { kind: 'same', lines: ['}'] },
    ]);
  });
});
