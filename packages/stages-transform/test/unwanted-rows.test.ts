import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { describeUnwanted, findUnwanted } from '../src/unwanted-rows.ts';
import { rowsOf } from './fixed-checks.ts';

const told = (...parts: Parameters<typeof rowsOf>) => describeUnwanted(findUnwanted(rowsOf(...parts))!);

describe('rows that must not be there', () => {
  it('are none when the query gave none', () => {
    expect(findUnwanted(rowsOf(['a'], []))).toBeUndefined();
  });

  it('are told one after the other', () => {
    expect(told(['symbol', 'n'], [['SPY', 7]])).toBe('1 row: symbol=SPY, n=7');
    expect(told(['a'], [['x'], ['y'], ['z']])).toBe('3 rows: a=x; a=y; a=z');
  });

  it('are counted, and the first three shown', () => {
    const rows = Array.from({ length: 12 }, (_, row) => [row]);
    expect(told(['n'], rows)).toBe('12 rows, the first 3: n=0; n=1; n=2');
  });

  it('are more than what was read of them', () => {
    const cut = { ...rowsOf(['n'], [[1]]), truncated: true };
    expect(describeUnwanted(findUnwanted(cut)!)).toBe('more than 1 rows, the first 1: n=1');
  });

  it('are cut, cell by cell and line by line', () => {
    const found = findUnwanted(rowsOf(['title'], [['x'.repeat(500)]]))!;
    expect(found.shown).toEqual([{ title: `${'x'.repeat(59)}…` }]);
    const names = Array.from({ length: 40 }, (_, column) => `column_${column}`);
    const wide = findUnwanted(rowsOf(names, [names]))!;
    expect(Object.keys(wide.shown[0]!)).toHaveLength(12);
    expect(describeUnwanted(wide)).toHaveLength('1 row: '.length + 200);
  });

  it('show no text that hides or turns what stands around it', () => {
    expect(told(['title'], [['a\u202Eb\nc\u200Bd']])).toBe('1 row: title=a b c d');
  });

  it('are one short line of whole characters, whatever they hold', () => {
    const seed = Number(process.env['DAYBOOK_SEED'] ?? Date.now() % 2 ** 31);
    const cell = fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.integer(), fc.constant(null));
    const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 2 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(rows, (given) => {
        const text = told(['a', 'b'], given);
        expect(text).not.toMatch(/[\p{Cc}\p{Cs}\u200B-\u200F\u2028-\u202E\u2060-\u206F]/u);
        expect(Array.from(text).length).toBeLessThan(700);
      }),
      { seed },
    );
  });
});
