import { describe, expect, it } from '@jest/globals';
import { foldChunks } from '../src/diff/fold-chunks.ts';

const lines = (count: number) => Array.from({ length: count }, (_, index) => `line ${index}`);
const change = { kind: 'change', removed: ['x'], added: ['y'] } as const;

describe('foldChunks', () => {
  it('keeps three lines beside a change and folds the rest', () => {
    const folded = foldChunks([
      { kind: 'same', lines: lines(10) },
      change,
      { kind: 'same', lines: lines(10) },
    ]);
    expect(folded).toEqual([
      { kind: 'folded', lines: lines(10).slice(0, 7) },
      { kind: 'same', lines: lines(10).slice(7) },
      change,
      { kind: 'same', lines: lines(3) },
      { kind: 'folded', lines: lines(10).slice(3) },
    ]);
  });

  it('folds nothing where a fold would save no line', () => {
    const chunks = [change, { kind: 'same', lines: lines(7) } as const, change];
    expect(foldChunks(chunks)).toEqual(chunks);
  });
});
