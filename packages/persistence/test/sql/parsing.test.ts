import { EngineError } from '@daybook/kernel';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { analyseQuery } from '../../src/sql/analyse-query.ts';
import { parseQuery } from '../../src/sql/parse/parse-query.ts';
import type { Expression } from '../../src/sql/parse/query-tree.ts';
import { tokenizeQuery } from '../../src/sql/parse/tokenize-query.ts';
import { type NativeDatabase, openNativeDatabase } from '../native-database.ts';
import { fullTables } from './snapshot-tables.ts';

/** Every form of SELECT that there is; each has to be read, and to run after rewriting. */
const queries = [
  'SELECT 1',
  'SELECT ALL symbol, close AS c, open o, high "h i", low [l], volume `v`, date AS \'d\' FROM ohlcv',
  'SELECT DISTINCT close FROM ohlcv',
  'SELECT o.*, d.amount FROM ohlcv AS o, dividends d WHERE o.symbol = d.symbol',
  'SELECT 1 FROM ohlcv o INNER JOIN dividends d ON o.close = d.amount LEFT OUTER JOIN instruments i ON i.symbol = o.symbol',
  'SELECT 1 FROM ohlcv o CROSS JOIN dividends d RIGHT JOIN instruments i ON i.symbol = o.symbol',
  'SELECT symbol FROM ohlcv NATURAL JOIN (SELECT symbol, close FROM ohlcv)',
  'SELECT symbol FROM ohlcv FULL JOIN instruments USING (symbol)',
  'SELECT * FROM (ohlcv o JOIN dividends d ON o.close > d.amount) LEFT JOIN instruments i ON i.symbol = o.symbol',
  'SELECT x.c FROM (SELECT close c FROM ohlcv) AS x WHERE x.c NOT BETWEEN 1 AND 2',
  'SELECT close FROM ohlcv WHERE NOT close = 1 AND close <> 2 OR close != 3 AND close == 4',
  "SELECT 1 FROM ohlcv WHERE symbol LIKE 'A%' ESCAPE '!' AND symbol NOT LIKE 'b' AND symbol GLOB '*' AND symbol NOT GLOB 'x'",
  'SELECT close IS NULL, close ISNULL, close NOTNULL, close NOT NULL, close IS NOT NULL, provisional IS TRUE, 1 IS NOT FALSE FROM ohlcv',
  'SELECT close IS DISTINCT FROM open, close IS NOT DISTINCT FROM 5 FROM ohlcv',
  'SELECT 1 + 2 * 3 - 4 / 5 % 6 | 7 & 8 << 1 >> 1, ~1, - - 1, +1, NOT 1, 1 = 2 = 3, 1 < 2 < 3',
  "SELECT 1.5, .5, 1., 1e3, 1.5E-3, 0x1F, 1_000, 'it''s', NULL, TRUE, false",
  'SELECT (close, open) = (1, 2), (close, open) < (SELECT 1, 2), (symbol, close) IN (SELECT symbol, amount FROM dividends) FROM ohlcv',
  "SELECT close IN (), close NOT IN (1, 2), symbol IN ('a'), close IN (SELECT close FROM ohlcv), 5 IN (VALUES (1), (2)) FROM ohlcv",
  "SELECT CASE WHEN close > 1 THEN 'a' WHEN close > 2 THEN 'b' ELSE 'c' END, CASE symbol WHEN 'a' THEN 1 END FROM ohlcv",
  "SELECT CAST(close AS REAL), CAST(close AS INTEGER), CAST(1 AS VARCHAR(10)), CAST('1' AS DOUBLE PRECISION) FROM ohlcv",
  'SELECT EXISTS (SELECT 1), NOT EXISTS (SELECT 1), (SELECT 1), (SELECT close FROM ohlcv LIMIT 1)',
  'SELECT count(*), count(close), count(DISTINCT close), sum(ALL close), group_concat(symbol ORDER BY close DESC) FROM ohlcv',
  'SELECT sum(close) FILTER (WHERE open > 1) FROM ohlcv',
  'SELECT row_number() OVER (), rank() OVER w, sum(close) OVER (w ROWS UNBOUNDED PRECEDING) FROM ohlcv WINDOW w AS (PARTITION BY symbol ORDER BY date)',
  'SELECT sum(close) OVER (ORDER BY date ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING EXCLUDE CURRENT ROW) FROM ohlcv',
  'SELECT sum(close) OVER (ORDER BY close GROUPS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING EXCLUDE TIES), sum(1) OVER (ORDER BY provisional RANGE BETWEEN 1 PRECEDING AND CURRENT ROW EXCLUDE NO OTHERS) FROM ohlcv',
  'SELECT ntile(4) OVER (ORDER BY close), percent_rank() OVER (ORDER BY close), cume_dist() OVER (ORDER BY close), nth_value(close, 2) OVER (ORDER BY close), last_value(close) OVER () FROM ohlcv',
  'SELECT symbol, max(close) FROM ohlcv GROUP BY symbol, 1 HAVING max(close) > 1 ORDER BY 2 DESC NULLS LAST, symbol ASC NULLS FIRST LIMIT 5 OFFSET 1',
  'SELECT close FROM ohlcv ORDER BY round(close), -provisional LIMIT 1, 2',
  'SELECT close FROM ohlcv UNION ALL SELECT amount FROM dividends INTERSECT SELECT 1 EXCEPT SELECT 2 ORDER BY 1',
  'SELECT close + 0 AS x FROM (SELECT 1 AS close) UNION SELECT 2 ORDER BY close + 0',
  'VALUES_TEST AS x FROM (SELECT 1 AS values_test)',
  'SELECT column1 + column2 FROM (VALUES (1, 2), (3, 4))',
  'WITH a AS (SELECT 1 x), b(y) AS NOT MATERIALIZED (SELECT x FROM a), c AS MATERIALIZED (SELECT * FROM b) SELECT * FROM c, a',
  'WITH a AS (SELECT * FROM b), b AS (SELECT 1 x) SELECT x FROM a',
  'WITH RECURSIVE n(i) AS (VALUES (1) UNION SELECT i + 1 FROM n WHERE i < 5) SELECT max(i) FROM n',
  'SELECT * FROM (WITH a AS (SELECT close FROM ohlcv) SELECT * FROM a) WHERE close > 1',
  'SELECT o.close FROM ohlcv o WHERE o.close = (SELECT max(i.close) FROM ohlcv i WHERE i.symbol = o.symbol)',
  'SELECT key, row, first, last, query, plan, desc FROM (SELECT 1 key, 2 row, 3 AS first, 4 AS last, 5 query, 6 plan, 7 AS desc)',
  'SELECT "a""b", [c d], `e``f` FROM (SELECT 1 "a""b", 2 [c d], 3 `e``f`)',
  "SELECT extra -> '$.a' ->> '$.b', json_object('a', close, 'b', json_array(1, extra)), json_valid(extra) FROM ohlcv",
  "SELECT date(date, 'start of month', '+1 month'), time(loaded_at), datetime(loaded_at), julianday(date), unixepoch(loaded_at), strftime('%Y', date), timediff(date, loaded_at) FROM ohlcv",
  "SELECT length(symbol), lower(symbol), upper(symbol), trim(symbol), ltrim(symbol, 'x'), rtrim(symbol), substr(symbol, 1, 2), substring(symbol, 2), replace(symbol, 'a', 'b'), instr(symbol, 'a') FROM ohlcv",
  "SELECT unicode('a'), char(65, 66), concat(1, symbol), concat_ws('-', symbol, close), like('a', symbol), glob('a', symbol), typeof(close), printf('%s %05d %%', close, 1), format('%.1f', close) FROM ohlcv",
  'SELECT coalesce(close, open), ifnull(close, 1), nullif(close, 1), iif(1, close, 2), if(0, 1), abs(close), round(close), sign(close), min(close, open), max(1, 2) FROM ohlcv',
  'SELECT dec(close), dec_add(close, 1, 2), dec_sub(close, 1), dec_mul(close, 2), dec_div(close, 3), dec_div(close, 3, 4), dec_mod(close, 2), dec_round(close), dec_cmp(close, 1), dec_abs(close), dec_min(close, 1), dec_max(close, 1), dec_nullif(close, 1), is_dec(symbol) FROM ohlcv',
  "SELECT json_group_array(close), json_group_object(symbol, close), string_agg(symbol, ',') FROM ohlcv",
  'SELECT\tclose--x\r\n/* ; */FROM/**/ohlcv',
].map((sql) => sql.replace(/^VALUES_TEST/, 'SELECT values_test'));

let database: NativeDatabase;

beforeAll(async () => {
  database = await openNativeDatabase();
  for (const statement of fullTables) await database.all(statement);
  await database.all(`INSERT INTO ohlcv (symbol, date, open, high, low, close, loaded_at, extra)
    VALUES ('NRTH', '2024-01-02', '9', '10.5', '8', '10', '2024-01-03T00:00:00.000Z', '{"a":{"b":1}}')`);
  await database.all(`INSERT INTO dividends (symbol, ex_date, amount) VALUES ('NRTH', '2024-01-02', '1.5')`);
});

afterAll(() => database.close());

describe('analyseQuery reads', () => {
  for (const sql of queries) {
    it(`${sql}`, async () => {
      const { sql: runs, columns } = analyseQuery(sql);
      const [given] = await database.all(runs);
      const [original] = await database.all(sql);
      const names = [...new Set(columns.map(({ name }) => name))];
      // A result without rows has no names to compare.
      expect(Object.keys(given ?? original ?? {})).toEqual(given === undefined ? [] : names);
      expect(Object.keys(original ?? given ?? {})).toEqual(original === undefined ? [] : names);
    });
  }
});

const operators =
  `OR;AND;=;<>;IS;IS NOT;<;>=;&;|;<<;+;-;*;%;||;LIKE;NOT LIKE;IS DISTINCT FROM;BETWEEN 0 AND;NOT BETWEEN -1 AND`.split(
    ';',
  );
const values = [
  [3, 7, 2],
  [0, 1, 0],
  ['NULL', 0, 5],
] as const;

describe('the parser agrees with SQLite', () => {
  it('on what belongs together between any two operators', async () => {
    let compared = 0;
    for (const first of operators) {
      for (const second of operators) {
        for (const sign of ['', '- ', '~ ', '+ ', 'NOT ']) {
          const written = values.map(([a, b, c]) => `${a} ${first} ${sign}${b} ${second} ${sign}${c}`);
          const grouped = written.flatMap((each) => groupedOrRefused(each) ?? []);
          if (grouped.length < written.length) continue;
          compared += 1;
          const [given] = await database.all(
            `SELECT ${written.map((each, index) => `${each} AS w${index}`).join(', ')}`,
          );
          const [expected] = await database.all(
            `SELECT ${grouped.map((each, index) => `${each} AS w${index}`).join(', ')}`,
          );
          expect([grouped, expected]).toEqual([grouped, given]);
        }
      }
    }
    expect(compared).toBeGreaterThan(1500);
  });
});

/** The expression with parentheses around all that the parser takes for one. */
function groupedOrRefused(expression: string): string | undefined {
  const sql = `SELECT ${expression}`;
  try {
    const [arm] = parseQuery(sql, tokenizeQuery(sql)).arms;
    const column = arm?.kind === 'select' ? arm.columns[0] : undefined;
    return column?.kind === 'value' ? grouped(sql, column.expression) : undefined;
  } catch (error) {
    if (error instanceof EngineError) return undefined;
    throw error;
  }
}

function grouped(sql: string, node: Expression): string {
  const parts =
    node.kind === 'binary'
      ? [node.left, node.right]
      : node.kind === 'unary'
        ? [node.operand]
        : node.kind === 'between'
          ? [node.operand, node.low, node.high]
          : [];
  let text = '';
  let position = node.start;
  for (const part of parts) {
    text += sql.slice(position, part.start) + grouped(sql, part);
    position = part.end;
  }
  return `(${text}${sql.slice(position, node.end)})`;
}
