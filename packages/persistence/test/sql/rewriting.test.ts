import { describe, expect, it } from '@jest/globals';
import { analyseQuery } from '../../src/sql/analyse-query.ts';

/** Shorter to read: `{x}` is what makes x compare by value. */
function short(sql: string): string {
  let text = sql;
  for (let before = ''; before !== text; ) {
    before = text;
    text = text.replaceAll(/\(CAST\(((?:(?!CAST\(|AS TEXT\)COLLATE).)*) AS TEXT\)COLLATE decimal\)/g, '{$1}');
  }
  return text;
}

/** What stands between SELECT and FROM or WHERE, and what runs instead. */
const expressions: readonly (readonly [written: string, runs: string])[] = [
  ['close > 100', "close > '100'"],
  ['100.5 <= close', "'100.5' <= close"],
  ['close = open', 'close = open'],
  ["close = '1e2'", "close = '100'"],
  ["'007.50' < close", "'7.5' < close"],
  ['close BETWEEN 1 AND high', "close BETWEEN '1' AND high"],
  ["close IN (1, '2.0', open)", "close IN ('1', '2', open)"],
  ['close IS NOT 5', "close IS NOT '5'"],
  ['close > 0.12345678901234567', "close > {'0.12345678901234567'}"],
  ['close > 99999999999999999999', "close > {'99999999999999999999'}"],
  ['close > :least', 'close > dec(:least)'],
  ['close = provisional', 'close = dec(provisional)'],
  ['provisional < close', 'dec(provisional) < close'],
  ['length(symbol) < close', 'dec(length(symbol)) < close'],
  ['5 IN (close, open)', "{'5'} IN (close, open)"],
  ['provisional IN (close, 3)', "{dec(provisional)} IN (close, '3')"],
  ['5 BETWEEN open AND close', "{'5'} BETWEEN open AND close"],
  ['(close, symbol) = (5, :s)', "(close, symbol) = ('5', :s)"],
  ["CASE close WHEN 5 THEN 'a' ELSE 'b' END", "CASE close WHEN '5' THEN 'a' ELSE 'b' END"],
  ["CASE 5 WHEN close THEN 'a' END", "((CASE {'5'} WHEN close THEN 'a' END) COLLATE BINARY)"],
  ['round(close, 2) > 5', "{round(close, 2)} > '5'"],
  ['round(2.675, 2)', "{round('2.675', 2)}"],
  ['abs(close)', '{abs(close)}'],
  ['abs(provisional)', 'abs(provisional)'],
  ['coalesce(close, 0.50)', "{coalesce(close, '0.5')}"],
  ['coalesce(close, length(symbol))', '{coalesce(close, dec(length(symbol)))}'],
  ["coalesce(adj_close, close, '1.0')", "{coalesce(adj_close, close, '1')}"],
  ["coalesce(close, 'n/a')", "coalesce(close, 'n/a')"],
  ['ifnull(symbol, date)', 'ifnull(symbol, date)'],
  ['iif(close > 5, close, 1e2)', "{iif(close > '5', close, '100')}"],
  ['iif(provisional, 1, 2)', 'iif(provisional, 1, 2)'],
  ['CASE WHEN close > 5 THEN close ELSE NULL END', "{CASE WHEN close > '5' THEN close ELSE NULL END}"],
  ['nullif(close, 0)', "{dec_nullif(close, '0')}"],
  ['nullif(symbol, date)', 'nullif(symbol, date)'],
  ['max(close, open, 5)', "{dec_max(close, open, '5')}"],
  ['min(symbol, date)', 'min(symbol, date)'],
  ['sign(close)', 'dec_cmp(close, 0)'],
  ['dec_add(close, 0.1)', "{dec_add(close, '0.1')}"],
  ['dec_mul(dec_add(close, 1), 2.50)', "{dec_mul(dec_add(close, 1), '2.5')}"],
  ['sum(dec_mul(close, 1.50))', "{dec_sum_products(close, '1.5')}"],
  [
    'sum( dec_mul( (open) , dec_add(close, 1) ) ) OVER w',
    '{dec_sum_products( (open) , dec_add(close, 1) ) OVER w}',
  ],
  ['sum(dec_mul(open, high, low))', '{sum(dec_mul(open, high, low))}'],
  ['sum(DISTINCT dec_mul(open, high))', '{sum(DISTINCT {dec_mul(open, high)})}'],
  ['dec_cmp(close, 5)', 'dec_cmp(close, 5)'],
  ["dec('1.5')", "{dec('1.5')}"],
  ["extra ->> '$.n'", "extra ->> '$.n'"],
  ["dec(extra -> '$.n') > 1", "{dec(extra -> '$.n')} > '1'"],
  [
    "printf('%.2f|%s|%5d|%%', close, close, provisional)",
    "printf('%s|%s|%5d|%%', dec_format('%.2f', close), close, provisional)",
  ],
  ["format('%,d', close)", "format('%s', dec_format('%,d', close))"],
  ['CAST(close AS REAL) * 2', 'CAST(close AS REAL) * 2'],
  ['CAST(close AS TEXT)', '((CAST(close AS TEXT)) COLLATE BINARY)'],
  ["iif(abs(close) > 5, 'a', 'b')", "((iif({abs(close)} > '5', 'a', 'b')) COLLATE BINARY)"],
  ["close || '%'", "close || '%'"],
  ['length(abs(close))', 'length(abs(close))'],
  ['0.1234567890123456789', "{'0.1234567890123456789'}"],
  ['9007199254740993', '9007199254740993'],
  ['-9223372036854775808', '-9223372036854775808'],
  ['1_000 + 0x1F', '1_000 + 0x1F'],
  ['count(*) OVER () > 5', 'count(*) OVER () > 5'],
  ['sum(close) OVER (ORDER BY date ROWS 3 PRECEDING)', '{sum(close) OVER (ORDER BY date ROWS 3 PRECEDING)}'],
  ['sum(close) FILTER (WHERE open > 5) OVER w', "{sum(close) FILTER (WHERE open > '5') OVER w}"],
  ['lag(close, 1, 0) OVER w', "{lag(close, 1, '0') OVER w}"],
  [
    'rank() OVER (PARTITION BY round(close) ORDER BY abs(open) DESC)',
    'rank() OVER (PARTITION BY {round(close)} ORDER BY {abs(open)} DESC)',
  ],
  ['(SELECT max(close) FROM ohlcv) > 100', `{(SELECT {max(close)} AS "max(close)" FROM ohlcv)} > '100'`],
  [
    'EXISTS (SELECT 1 FROM ohlcv i WHERE i.close > ohlcv.close)',
    'EXISTS (SELECT 1 FROM ohlcv i WHERE i.close > ohlcv.close)',
  ],
  ['close IN (SELECT amount FROM dividends)', 'close IN (SELECT amount FROM dividends)'],
  ['symbol = 5', 'symbol = 5'],
  ["date >= '2024-01-01'", "date >= '2024-01-01'"],
  ["date(:as_of, '-7 days') < date", "date(:as_of, '-7 days') < date"],
  ["strftime('%Y', date)", "strftime('%Y', date)"],
  ['julianday(date) - julianday(loaded_at)', 'julianday(date) - julianday(loaded_at)'],
];

const statements: readonly (readonly [written: string, runs: string])[] = [
  ['SELECT sum(close) FROM ohlcv', 'SELECT {sum(close)} AS "sum(close)" FROM ohlcv'],
  ['SELECT total(close) t FROM ohlcv', 'SELECT {dec(total(close))} t FROM ohlcv'],
  ['SELECT max(close), max(date) FROM ohlcv', 'SELECT {max(close)} AS "max(close)", max(date) FROM ohlcv'],
  ['SELECT avg(provisional) a FROM ohlcv', 'SELECT {avg(provisional)} a FROM ohlcv'],
  ['SELECT avg(CAST(close AS REAL)) a FROM ohlcv', 'SELECT avg(CAST(close AS REAL)) a FROM ohlcv'],
  ['SELECT count(DISTINCT abs(close)) n FROM ohlcv', 'SELECT count(DISTINCT {abs(close)}) n FROM ohlcv'],
  [
    'SELECT symbol FROM ohlcv GROUP BY symbol HAVING avg(close) > 9 ORDER BY sum(close)',
    "SELECT symbol FROM ohlcv GROUP BY symbol HAVING {avg(close)} > '9' ORDER BY {sum(close)}",
  ],
  ['SELECT close /* why */ FROM ohlcv -- all', 'SELECT close           FROM ohlcv       '],
  [
    'SELECT round(close, 1)/**/ FROM ohlcv',
    'SELECT {round(close, 1)} AS "round(close, 1)/**/"     FROM ohlcv',
  ],
  ['SELECT close FROM ohlcv UNION SELECT 100', 'SELECT close FROM ohlcv UNION SELECT {\'100\'} AS "100"'],
  ['SELECT NULL x UNION ALL SELECT close FROM ohlcv', 'SELECT {NULL} x UNION ALL SELECT close FROM ohlcv'],
  [
    'SELECT close c FROM ohlcv UNION ALL SELECT count(*) FROM ohlcv ORDER BY c DESC',
    'SELECT close c FROM ohlcv UNION ALL SELECT {dec(count(*))} AS "count(*)" FROM ohlcv ORDER BY 1 DESC',
  ],
  ["SELECT * FROM (VALUES (dec('9')), (100))", "SELECT * FROM (VALUES ({dec('9')}), ({'100'}))"],
  [
    'WITH t(m) AS (SELECT max(close) FROM ohlcv) SELECT m FROM t WHERE m > 100',
    `WITH t(m) AS (SELECT {max(close)} AS "max(close)" FROM ohlcv) SELECT m FROM t WHERE m > '100'`,
  ],
  [
    'WITH RECURSIVE r(n, v) AS (SELECT 1, dec(1) UNION ALL SELECT n + 1, dec_mul(v, 1.1) FROM r WHERE v < 9) SELECT * FROM r',
    `WITH RECURSIVE r(n, v) AS (SELECT 1, {dec(1)} AS "dec(1)" UNION ALL SELECT n + 1, {dec_mul(v, '1.1')} AS "dec_mul(v, 1.1)" FROM r WHERE v < '9') SELECT * FROM r`,
  ],
  [
    'SELECT "max" FROM (SELECT max(close) AS max FROM ohlcv)',
    'SELECT "max" FROM (SELECT {max(close)} AS max FROM ohlcv)',
  ],
  ['SELECT close c FROM ohlcv WHERE c > 5 GROUP BY c', "SELECT close c FROM ohlcv WHERE c > '5' GROUP BY c"],
];

describe('analyseQuery rewrites', () => {
  for (const [written, runs] of expressions) {
    it(`${written}`, () => {
      const from = 'FROM ohlcv WINDOW w AS (ORDER BY date)';
      expect(short(analyseQuery(`SELECT ${written} AS x ${from}`).sql)).toBe(`SELECT ${runs} AS x ${from}`);
    });
  }

  for (const [written, runs] of statements) {
    it(`${written}`, () => {
      expect(short(analyseQuery(written).sql)).toBe(runs);
    });
  }
});

describe('analyseQuery tells', () => {
  const columnsOf = (sql: string): readonly string[] =>
    analyseQuery(sql).columns.map(
      ({ name, type, approximate }) => `${name}: ${type}${approximate ? ', approximate' : ''}`,
    );

  it('the columns that * stands for', () => {
    expect(columnsOf('SELECT * FROM dividends')).toEqual([
      'symbol: text',
      'ex_date: date',
      'amount: decimal',
      'currency: text',
      'provider: text',
      'payload_sha256: text',
      'run_id: text',
      'loaded_at: instant',
      'extra: json',
    ]);
  });

  it('columns joined by USING once', () => {
    const names = analyseQuery('SELECT * FROM ohlcv JOIN dividends USING (symbol, provider)').columns.map(
      ({ name }) => name,
    );
    expect(names.filter((name) => name === 'symbol' || name === 'provider')).toEqual(['symbol', 'provider']);
  });

  it('the type of each column, and whether a float was in it', () => {
    const sql = `SELECT o.Close, sum(close), count(*), CAST(close AS REAL) r, round(CAST(close AS REAL), 2) q, extra ->> 'x',
      dec(extra ->> 'x') AS d, dec(extra -> 'x') e, provisional, coalesce(close, 'n/a') m, NULL, julianday(date) j FROM ohlcv o`;
    expect(columnsOf(sql)).toEqual([
      'close: decimal',
      'sum(close): decimal',
      'count(*): integer',
      'r: real, approximate',
      'q: decimal, approximate',
      "extra ->> 'x': json",
      'd: decimal, approximate',
      'e: decimal',
      'provisional: flag',
      'm: unknown',
      'NULL: null',
      'j: real, approximate',
    ]);
  });

  it('parameters, tables and common table expressions', () => {
    const sql = `WITH A AS (SELECT :x y), b AS (WITH c AS (SELECT 1) SELECT * FROM c, OHLCV_all)
      SELECT ':no' FROM a, b, dividends WHERE :z > :x -- :no`;
    const { parameters, tables, ctes } = analyseQuery(sql);
    expect({ parameters, tables, ctes }).toEqual({
      parameters: ['x', 'z'],
      tables: ['ohlcv_all', 'dividends'],
      ctes: ['A', 'b', 'c'],
    });
  });

  it('a parameter by its value, where that is known', () => {
    const sql = 'SELECT close FROM ohlcv WHERE close > :p';
    expect(analyseQuery(sql, { p: 5 }).sql).toBe('SELECT close FROM ohlcv WHERE close > dec(:p)');
    expect(analyseQuery(sql, { p: '5.10' }).sql).toBe('SELECT close FROM ohlcv WHERE close > dec(:p)');
    expect(analyseQuery(sql, { p: null }).sql).toBe(sql);
    expect(() => analyseQuery(sql, { p: 'much' })).toThrow('spells no number');
  });
});
