import { describe, expect, it } from '@jest/globals';
import type { Problem } from '@daybook/api-contract';
import { firstQuery, ownColumns } from '../src/data/first-query.ts';
import { describeAmount, shownColumns } from '../src/data/result-columns.ts';
import { suggestedQuery, withoutRepetition } from '../src/data/suggested-query.ts';

const columns = [
  { name: 'symbol', type: 'text' as const },
  { name: 'date', type: 'date' as const },
  { name: 'close', type: 'decimal' as const },
  { name: 'provider', type: 'text' as const },
  { name: 'extra', type: 'json' as const },
];

describe('firstQuery', () => {
  it('shows the newest rows without where they came from', () => {
    expect(firstQuery({ name: 'ohlcv', columns })).toBe(
      'SELECT symbol, date, close\nFROM ohlcv\nORDER BY date DESC\nLIMIT 20',
    );
  });

  it('keeps to the first column where nothing is dated', () => {
    expect(firstQuery({ name: 'accounts', columns: columns.slice(0, 1) })).toContain('ORDER BY symbol\n');
    expect(ownColumns(columns.slice(0, 2))).toHaveLength(2);
  });
});

describe('shownColumns', () => {
  it('puts numbers right and marks what went through a float', () => {
    const rows = [
      { symbol: 'A', close: '1.5', change: 0.5, count: 3, note: null },
      { symbol: 'B', close: null, change: null, count: null, note: null },
    ];
    const shown = shownColumns({
      columns: [
        { name: 'symbol', type: 'text' },
        { name: 'close', type: 'decimal' },
        { name: 'change', type: 'real', approximate: true },
        { name: 'count', type: 'unknown' },
        { name: 'note', type: 'unknown' },
      ],
      rows,
    });
    expect(shown.map(({ head, isNumber }) => [head, isNumber])).toEqual([
      ['symbol', false],
      ['close', true],
      ['≈ change', true],
      ['count', true],
      ['note', false],
    ]);
  });
});

describe('describeAmount', () => {
  const result = { columns: [], rows: [], row_count: 10_000, truncated: true, ms: 1234 };

  it('says that there is more', () => {
    expect(describeAmount(result)).toBe('The first 10,000 rows in 1,234 ms');
    expect(describeAmount({ ...result, row_count: 1, truncated: false, ms: 4 })).toBe('1 row in 4 ms');
  });
});

describe('suggestedQuery', () => {
  const message = 'The query is refused: decimals are added with dec_add.';
  const issue = { pointer: '/sql', code: 'sql.decimal-operator', message, severity: 'error' as const };
  const problem: Problem = {
    type: 'about:blank',
    title: 'Not valid',
    status: 422,
    detail: message,
    code: 'report.query-rejected',
    advice: 'never',
    issues: [{ ...issue, suggestion: 'SELECT dec_add(close, 1) FROM ohlcv' }],
  };

  it('is what the server would have written', () => {
    expect(suggestedQuery(problem)).toBe('SELECT dec_add(close, 1) FROM ohlcv');
    expect(suggestedQuery({ ...problem, issues: [issue] })).toBeNull();
  });

  it('leaves out an issue that says what the problem says', () => {
    expect(withoutRepetition(problem).issues).toEqual([]);
    const other = { ...issue, message: 'Something else.' };
    expect(withoutRepetition({ ...problem, issues: [other] }).issues).toEqual([other]);
  });
});
