import { describe, expect, it } from '@jest/globals';
import { freezeSnapshot } from '../src/freeze-snapshot.ts';
import { bars, resultOf } from './fixed-database.ts';

describe('freezeSnapshot', () => {
  it('gives equal data the same hash, whatever the order of the queries', () => {
    const other = resultOf(['n'], [[1]]);
    const one = freezeSnapshot({ bars, other });
    const two = freezeSnapshot({ other, bars });
    expect(Object.keys(two.snapshot.queries)).toEqual(['bars', 'other']);
    expect(one.sha256).toBe(two.sha256);
    expect(one.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it('gives other data, another order of rows and other names another hash', () => {
    const hashes = [
      { bars },
      { bars: { ...bars, rows: bars.rows.toReversed() } },
      { bars: { ...bars, rows: bars.rows.slice(1) } },
      { rows: bars },
    ].map((results) => freezeSnapshot(results).sha256);
    expect(new Set(hashes).size).toBe(4);
  });

  it('tells the newest date among dates and instants', () => {
    const quotes = resultOf(['at'], [['2021-01-04T09:00:00.000Z'], [null]]);
    expect(freezeSnapshot({ bars }).snapshot.newestDate).toBe('2020-12-31');
    expect(freezeSnapshot({ bars, quotes }).snapshot.newestDate).toBe('2021-01-04');
  });

  it('has no newest date without dates', () => {
    expect(freezeSnapshot({ n: resultOf(['n'], [[1]]) }).snapshot.newestDate).toBeNull();
    expect(freezeSnapshot({ bars: { ...bars, rows: [] } }).snapshot.newestDate).toBeNull();
  });

  it('keeps every cell as the database gave it', () => {
    const { snapshot } = freezeSnapshot({ bars });
    expect(snapshot.queries['bars']?.rows).toEqual(bars.rows);
    expect(snapshot.queries['bars']?.columns).toContainEqual({ name: 'close', kind: 'decimal' });
  });

  it('marks only columns whose numbers are approximate', () => {
    const result = resultOf(['a', 'b'], [[0.5, '0.5']]);
    const columns = result.columns.map((column) => ({ ...column, approximate: column.name === 'a' }));
    expect(freezeSnapshot({ n: { ...result, columns } }).snapshot.queries['n']?.columns).toEqual([
      { name: 'a', kind: 'decimal', approximate: true },
      { name: 'b', kind: 'decimal' },
    ]);
  });

  it('does not change with the rows it was made of', () => {
    const rows = [['2020-12-31', '1']];
    const { snapshot } = freezeSnapshot({ bars: resultOf(['date', 'close'], rows) });
    rows[0]![1] = '2';
    expect(snapshot.queries['bars']?.rows).toEqual([['2020-12-31', '1']]);
    expect(Object.isFrozen(snapshot.queries['bars']?.rows[0])).toBe(true);
  });
});
