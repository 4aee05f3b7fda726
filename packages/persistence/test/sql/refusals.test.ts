import { EngineError } from '@daybook/kernel';
import { describe, expect, it } from '@jest/globals';
import { analyseQuery } from '../../src/sql/analyse-query.ts';

interface Refusal {
  readonly code: string;
  readonly problem: unknown;
  readonly suggestion: unknown;
  readonly message: string;
}

function refusalOf(sql: string): Refusal | undefined {
  try {
    analyseQuery(sql);
    return undefined;
  } catch (error) {
    if (!EngineError.isInstance(error)) throw error;
    return {
      code: error.code,
      problem: error.details?.['problem'],
      suggestion: error.details?.['suggestion'],
      message: error.message,
    };
  }
}

/** Each is SELECT … FROM ohlcv with that in place of the dots; so is the suggestion. */
const expressions: readonly (readonly [written: string, problem: string, suggestion?: string])[] = [
  ['close * 2', 'sql.decimal-operator', 'dec_mul(close, 2)'],
  ['close - open - 1', 'sql.decimal-operator', 'dec_sub(dec_sub(close, open), 1)'],
  ['(high + low) / 2', 'sql.decimal-operator', 'dec_div((dec_add(high, low)), 2, 10)'],
  ['close + open * 2', 'sql.decimal-operator', 'dec_add(close, dec_mul(open, 2))'],
  ['close % 5', 'sql.decimal-operator', 'dec_mod(close, 5)'],
  ['-close', 'sql.decimal-operator', 'dec_sub(0, close)'],
  ['+close', 'sql.decimal-operator', 'close'],
  ['- - close', 'sql.decimal-operator', 'dec_sub(0, dec_sub(0, close))'],
  ['sum(close * volume)', 'sql.decimal-operator', 'sum(dec_mul(close, volume))'],
  [
    'close / lag(close) OVER (ORDER BY date) - 1',
    'sql.decimal-operator',
    'dec_sub(dec_div(close, lag(close) OVER (ORDER BY date), 10), 1)',
  ],
  ['100 * count(*) / sum(close)', 'sql.decimal-operator', 'dec_div(100 * count(*), sum(close), 10)'],
  ['round(close) + 1', 'sql.decimal-operator', 'dec_add(round(close), 1)'],
  ['0.1234567890123456789 + 1', 'sql.decimal-operator', 'dec_add(0.1234567890123456789, 1)'],
  ['close & 1', 'sql.decimal-operator'],
  ['~close', 'sql.decimal-operator'],
  ['close << 1', 'sql.decimal-operator'],
  ['sum(close) OVER (ORDER BY close RANGE 1 PRECEDING)', 'sql.decimal-operator'],
  ["close > 'much'", 'sql.decimal-comparison'],
  ['close > symbol', 'sql.decimal-comparison', 'close > dec(symbol)'],
  ['close = date', 'sql.decimal-comparison'],
  ["close = extra ->> '$.n'", 'sql.decimal-comparison', "close = dec(extra ->> '$.n')"],
  ['close > CAST(open AS REAL)', 'sql.decimal-comparison', 'close > dec(CAST(open AS REAL))'],
  ['symbol IN (close, open)', 'sql.decimal-comparison', 'dec(symbol) IN (close, open)'],
  ['close IN (SELECT provisional FROM ohlcv)', 'sql.decimal-comparison'],
  ['close AND 1', 'sql.decimal-comparison', '(close <> 0) AND 1'],
  ['iif(close, 1, 2)', 'sql.decimal-comparison', 'iif((close <> 0), 1, 2)'],
  ['NOT sum(close)', 'sql.decimal-comparison', 'NOT (sum(close) <> 0)'],
  ['close IS TRUE', 'sql.decimal-comparison', '(close <> 0) IS TRUE'],
  ["coalesce(close, 'n/a') > 5", 'sql.mixed-types'],
  ["max(coalesce(close, 'n/a'))", 'sql.mixed-types'],
  ["count(DISTINCT coalesce(close, 'n/a'))", 'sql.mixed-types'],
  ["max(close, 'a')", 'sql.mixed-types'],
  ["max(provisional, 'a')", 'sql.mixed-types'],
  ["extra ->> '$.n' > 5", 'sql.mixed-types', "dec(extra ->> '$.n') > 5"],
  ["json_extract(extra, '$.n') = 5", 'sql.mixed-types', "dec(json_extract(extra, '$.n')) = 5"],
  ["extra ->> '$.n' > extra ->> '$.m'", 'sql.mixed-types'],
  ['symbol > 5', 'sql.mixed-types', 'dec(symbol) > 5'],
  ['substr(symbol, 1) = 5', 'sql.mixed-types', 'dec(substr(symbol, 1)) = 5'],
  ['CAST(close AS TEXT) = 5', 'sql.mixed-types', 'dec(CAST(close AS TEXT)) = 5'],
  ['date > 2024', 'sql.mixed-types'],
  ["count(*) > '5'", 'sql.mixed-types'],
  ["'9' > 50", 'sql.mixed-types'],
  ['date - loaded_at', 'sql.mixed-types', 'julianday(date) - julianday(loaded_at)'],
  ['date + 1', 'sql.mixed-types'],
  ["extra ->> '$.n' * 2", 'sql.decimal-operator', "dec_mul(extra ->> '$.n', 2)"],
  ["sum(extra ->> '$.n')", 'sql.arguments', "sum(dec(extra ->> '$.n'))"],
  ['sum(symbol)', 'sql.arguments', 'sum(dec(symbol))'],
  ['avg(date)', 'sql.arguments'],
  ["round(extra ->> '$.n', 1)", 'sql.arguments', "round(dec(extra ->> '$.n'), 1)"],
  ['CAST(close AS DECIMAL(10, 2))', 'sql.arguments', 'dec_round(close, 2)'],
  ['CAST(close AS NUMERIC)', 'sql.arguments', 'dec(close)'],
  ['CAST(date AS DATE)', 'sql.arguments'],
  ['CAST(symbol AS BLOB)', 'sql.arguments'],
  ['substr(symbol, close)', 'sql.arguments', 'substr(symbol, CAST(close AS INTEGER))'],
  ['date(close)', 'sql.arguments'],
  ['dec(date)', 'sql.arguments'],
  ["dec('much')", 'sql.arguments'],
  ['json_extract(close, 1)', 'sql.arguments'],
  ['dec_add(close)', 'sql.arguments'],
  ['sum(close, open)', 'sql.arguments'],
  ['sum(*)', 'sql.arguments'],
  ['length(DISTINCT symbol)', 'sql.arguments'],
  ['rank()', 'sql.arguments'],
  ['printf(symbol, close)', 'sql.arguments'],
  ["printf('%e', close)", 'sql.arguments'],
  ["printf('%*d', 5, 1)", 'sql.arguments'],
  ["printf('%d')", 'sql.arguments'],
  ["printf('%y', 1)", 'sql.arguments'],
  ["printf('%.2f', symbol)", 'sql.arguments', "printf('%.2f', dec(symbol))"],
  ["printf('%9999d', 1)", 'sql.too-large'],
  ['1e999', 'sql.too-large'],
  ['0x123456789012345678', 'sql.too-large'],
  ['close COLLATE BINARY', 'sql.collate-refused'],
  ['CURRENT_DATE', 'sql.clock', 'date(:as_of)'],
  ['current_timestamp', 'sql.clock', 'datetime(:as_of)'],
  ['date()', 'sql.clock', 'date(:as_of)'],
  ["date(' Now ', '-1 day')", 'sql.clock', "date(:as_of, '-1 day')"],
  ["strftime('%Y')", 'sql.clock', "strftime('%Y', :as_of)"],
  ["datetime(date, 'localtime')", 'sql.clock'],
  ["date('no' || 'w', 'UTC')", 'sql.clock'],
  ['random()', 'sql.function-refused'],
  ['sqlite_version()', 'sql.name-refused'],
  ['daybook_guard(1, 2)', 'sql.name-refused'],
  ["dec_format('%d', close)", 'sql.function-refused'],
  ['load_extension(1)', 'sql.function-refused'],
  ['randomblob(5)', 'sql.function-refused'],
  ['hex(symbol)', 'sql.function-refused'],
  ['now()', 'sql.function-refused'],
  ['floor(close)', 'sql.function-refused'],
  ['lenght(symbol)', 'sql.function-refused', 'length(symbol)'],
  ['left(symbol, 2)', 'sql.function-refused'],
  ['symbl', 'sql.unknown-column', 'symbol'],
  ['ohlcv.clsoe', 'sql.unknown-column', 'ohlcv.close'],
  ['"NRTH"', 'sql.unknown-column', "'NRTH'"],
  ['o.close', 'sql.unknown-column'],
  ['rowid', 'sql.unknown-column'],
  ['main.ohlcv.close', 'sql.syntax'],
  ['close::text', 'sql.syntax'],
  ["DATE '2024-01-01'", 'sql.syntax'],
  ['EXTRACT(YEAR FROM date)', 'sql.syntax'],
  ['TOP 5 symbol', 'sql.syntax'],
  ["symbol ILIKE 'n%'", 'sql.syntax'],
  ["symbol REGEXP 'n'", 'sql.syntax'],
  ["x'00'", 'sql.syntax'],
  ['1 BETWEEN 2 = 3 AND 4', 'sql.syntax'],
  ['RAISE(IGNORE)', 'sql.syntax'],
  ['1 1', 'sql.syntax'],
  ['5 AS payloads', 'sql.name-refused'],
  ["5 AS 'sqlite_x'", 'sql.name-refused'],
  ['5 AS true', 'sql.name-refused'],
  ['?', 'sql.parameter'],
  ['?1', 'sql.parameter'],
  ['@a', 'sql.parameter'],
  ['$a', 'sql.parameter'],
  [':1', 'sql.parameter'],
];

const statements: readonly (readonly [written: string, problem: string, suggestion?: string])[] = [
  ['', 'sql.not-a-query'],
  ['DELETE FROM ohlcv', 'sql.not-a-query'],
  ['EXPLAIN SELECT 1', 'sql.not-a-query'],
  ['VALUES (1)', 'sql.not-a-query'],
  ['WITH a AS (SELECT 1) VALUES (1)', 'sql.not-a-query'],
  ['WITH a AS (SELECT 1) DELETE FROM ohlcv', 'sql.not-a-query'],
  ['SELECT 1; SELECT 2', 'sql.several-statements'],
  ['SELECT 1 ;', 'sql.trailing-semicolon', 'SELECT 1'],
  ["SELECT 'open", 'sql.unclosed'],
  ['SELECT 1 /* open', 'sql.unclosed'],
  ['SELECT (1', 'sql.syntax'],
  ['SELECT 1) LIMIT 1 --', 'sql.syntax'],
  ['SELECT 1 \u0000', 'sql.syntax'],
  ["SELECT '\u202E'", 'sql.syntax'],
  ['SELECT 1 \u200B', 'sql.syntax'],
  ['SELECT symbol FROM ohlcv FETCH FIRST 5 ROWS ONLY', 'sql.syntax'],
  ['SELECT symbol FROM ohlcv QUALIFY rank() OVER () = 1', 'sql.syntax'],
  ['SELECT symbol FROM ohlcv INDEXED BY x', 'sql.syntax'],
  ['SELECT symbol FROM ohlcv NOT INDEXED', 'sql.syntax'],
  ['SELECT symbol FROM ohlcv LIMIT 1 UNION SELECT 1', 'sql.syntax'],
  ['SELECT symbol FROM ohlcv ORDER BY 2', 'sql.syntax'],
  ['SELECT sum(close) OVER w FROM ohlcv', 'sql.syntax'],
  ['WITH a AS (SELECT * FROM a) SELECT * FROM a', 'sql.syntax'],
  ['SELECT * FROM ohlvc', 'sql.unknown-table', 'SELECT * FROM ohlcv'],
  ['SELECT * FROM main.ohlcv', 'sql.unknown-table'],
  ["SELECT * FROM 'ohlcv'", 'sql.unknown-table'],
  ["SELECT * FROM json_each('[1]')", 'sql.unknown-table'],
  ['SELECT * FROM dbstat', 'sql.unknown-table'],
  ['SELECT x.* FROM ohlcv', 'sql.unknown-table'],
  ['SELECT *', 'sql.unknown-table'],
  ['SELECT * FROM payloads', 'sql.name-refused'],
  ['SELECT * FROM "Sqlite_Schema"', 'sql.name-refused'],
  ['SELECT * FROM pragma_table_info', 'sql.name-refused'],
  ['WITH ohlcv AS (SELECT 1) SELECT * FROM ohlcv', 'sql.name-refused'],
  ['SELECT symbol FROM ohlcv, dividends', 'sql.ambiguous-column'],
  ['SELECT 1 FROM (SELECT close, close, close, close, close FROM ohlcv)', 'sql.ambiguous-column'],
  ['SELECT symbol FROM ohlcv JOIN instruments USING (date)', 'sql.unknown-column'],
  [
    'SELECT amount FROM dividends WHERE amount',
    'sql.decimal-comparison',
    'SELECT amount FROM dividends WHERE (amount <> 0)',
  ],
  ['SELECT 1 FROM ohlcv a FULL JOIN ohlcv b USING (close)', 'sql.decimal-comparison'],
  ["SELECT coalesce(close, 'x') c FROM ohlcv ORDER BY c", 'sql.mixed-types'],
  ["SELECT coalesce(close, 'x') FROM ohlcv GROUP BY 1", 'sql.mixed-types'],
  ["SELECT DISTINCT coalesce(close, 'x') FROM ohlcv", 'sql.mixed-types'],
  ['SELECT close FROM ohlcv UNION SELECT symbol FROM ohlcv', 'sql.mixed-types'],
  ['SELECT close x FROM ohlcv UNION ALL SELECT symbol FROM ohlcv ORDER BY x', 'sql.mixed-types'],
  ['SELECT close FROM ohlcv EXCEPT SELECT * FROM (SELECT provisional FROM ohlcv)', 'sql.mixed-types'],
  [
    'WITH RECURSIVE r(x) AS (SELECT 1 UNION ALL SELECT dec_mul(x, 2) FROM r) SELECT * FROM r',
    'sql.mixed-types',
  ],
  ['SELECT 1 UNION SELECT 1, 2', 'sql.arguments'],
  ['SELECT close FROM ohlcv LIMIT 1.5', 'sql.arguments'],
  ['SELECT (1, 2)', 'sql.arguments'],
  ['SELECT (1, 2) = (1, 2, 3)', 'sql.arguments'],
];

function expectRefusal(sql: string, problem: string, suggestion?: string): void {
  const refusal = refusalOf(sql);
  expect(refusal).toMatchObject({ code: 'report.query-rejected', problem });
  expect(refusal?.suggestion).toBe(suggestion);
  expect(refusal?.message).toMatch(/^The query is refused: .*[^.]\.$/s);
  expect(suggestion === undefined ? undefined : refusalOf(suggestion)).toBeUndefined();
}

describe('analyseQuery refuses', () => {
  for (const [written, problem, suggestion] of expressions) {
    it(`${written}: ${problem}`, () => {
      const from = 'FROM ohlcv';
      expectRefusal(
        `SELECT ${written} ${from}`,
        problem,
        suggestion === undefined ? undefined : `SELECT ${suggestion} ${from}`,
      );
    });
  }

  for (const [written, problem, suggestion] of statements) {
    it(`${JSON.stringify(written)}: ${problem}`, () => expectRefusal(written, problem, suggestion));
  }

  it('names what is there', () => {
    expect(refusalOf('SELECT clsoe FROM ohlcv')?.message).toContain(
      'did you mean close? the columns are symbol, date',
    );
    expect(refusalOf('SELECT * FROM ohlvc')?.message).toContain('did you mean ohlcv? there are instruments');
    expect(refusalOf('SELECT summ(close) FROM ohlcv')?.message).toContain(
      'did you mean sum()? (allowed: count, sum',
    );
  });
});
