import { createRowStore } from '@daybook/persistence';
import { sha256, toInstant, toRunId } from '@daybook/kernel';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTemporaryDatabases } from '../temporary-databases.ts';
import { attackReports, type AttackedReports } from './attacked-reports.ts';

const databases = createTemporaryDatabases();
let reports: AttackedReports;

/** Prices whose order as text is not that by value, and whose sum floats can't hold. */
const prices = ['95.5', '100.25', '1010.1', '0.1', '0.2'];

beforeAll(async () => {
  const database = await databases.open();
  await createRowStore(database).write({
    dataset: 'ohlcv',
    provider: 'file',
    write: 'merge',
    rows: prices.map((close, index) => ({
      values: {
        symbol: `P${index}`,
        date: '2021-01-04',
        open: close,
        high: close,
        low: close,
        close,
        adj_close: index === 0 ? null : close,
        volume: '90071992547409931234.5',
        currency: null,
        provisional: null,
      },
      payloadSha256: sha256('prices'),
    })),
    quarantined: [],
    runId: toRunId('run_1'),
    stepId: 'load',
    loadedAt: toInstant(0),
  });
  reports = attackReports(database);
});

afterAll(async () => {
  await reports.close();
  await databases.dispose();
});

/** Where the prices may come from; the rest of each query is the same. */
const sources = [
  ['the dataset', 'SELECT #', 'ohlcv'],
  ['a common table expression', 'WITH p AS (SELECT symbol, close, volume FROM ohlcv) SELECT #', 'p'],
  ['one that is kept', 'WITH p AS MATERIALIZED (SELECT symbol, close, volume FROM ohlcv) SELECT #', 'p'],
  [
    'one with names of its own',
    'WITH q(symbol, close, volume) AS (SELECT symbol, close, volume FROM ohlcv), p AS (SELECT * FROM q) SELECT #',
    'p',
  ],
  ['a subquery', 'SELECT #', '(SELECT * FROM (SELECT symbol, close, volume FROM ohlcv))'],
  [
    'a compound',
    'WITH p AS (SELECT symbol, close, volume FROM ohlcv WHERE close < 1 UNION SELECT symbol, close, volume FROM ohlcv WHERE close >= 1) SELECT #',
    'p',
  ],
  [
    'calls',
    'WITH p AS (SELECT symbol, dec_add(close, 0) AS close, coalesce(volume, 0) AS volume FROM ohlcv) SELECT #',
    'p',
  ],
  [
    'aggregates',
    'WITH p AS (SELECT symbol, max(close) AS close, sum(volume) AS volume FROM ohlcv GROUP BY symbol) SELECT #',
    'p',
  ],
] as const;

/** What is asked, and the rows of the answer. */
const questions: readonly (readonly [
  asked: string,
  rows: readonly (readonly (string | number | null)[])[],
])[] = [
  ['close FROM @ WHERE close > 100 ORDER BY close', [['100.25'], ['1010.1']]],
  ['close FROM @ WHERE 100 < close ORDER BY close', [['100.25'], ['1010.1']]],
  ["close FROM @ WHERE close > '100' ORDER BY close", [['100.25'], ['1010.1']]],
  ['count(*) AS n FROM @ WHERE close > 100', [[2]]],
  ['max(close) AS m FROM @', [['1010.1']]],
  ['min(close) AS m FROM @', [['0.1']]],
  ['sum(close) AS s FROM @ WHERE close < 1', [['0.3']]],
  ["sum(close) AS s FROM @ WHERE symbol IN ('P3', 'P4')", [['0.3']]],
  ['total(close) AS s FROM @ WHERE close < 1', [['0.3']]],
  ['avg(close) AS s FROM @ WHERE close < 1', [['0.15']]],
  ['dec_add(min(close), 0.2) AS s FROM @', [['0.3']]],
  ['symbol FROM @ WHERE close = 1010.1', [['P2']]],
  ['symbol FROM @ WHERE close = 1010.10', [['P2']]],
  ["symbol FROM @ WHERE close = '1010.10'", [['P2']]],
  ['symbol FROM @ WHERE close IN (1010.10, 0.20) ORDER BY close', [['P4'], ['P2']]],
  ['symbol FROM @ WHERE close BETWEEN 95.5 AND 100.25 ORDER BY close DESC', [['P1'], ['P0']]],
  ['close FROM @ ORDER BY close', [['0.1'], ['0.2'], ['95.5'], ['100.25'], ['1010.1']]],
  ['close FROM @ ORDER BY 1 DESC LIMIT 2', [['1010.1'], ['100.25']]],
  ['close AS c FROM @ ORDER BY c LIMIT 1', [['0.1']]],
  ['symbol FROM @ GROUP BY symbol HAVING sum(close) > 100 ORDER BY sum(close) DESC', [['P2'], ['P1']]],
  ['symbol FROM @ GROUP BY symbol HAVING max(close) < 100 ORDER BY max(close)', [['P3'], ['P4'], ['P0']]],
  [
    'symbol, rank() OVER (ORDER BY close DESC) AS r FROM @ ORDER BY r LIMIT 2',
    [
      ['P2', 1],
      ['P1', 2],
    ],
  ],
  [
    'sum(close) OVER (ORDER BY close ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS s FROM @ ORDER BY close LIMIT 2',
    [['0.1'], ['0.3']],
  ],
  ['CASE WHEN close > 100 THEN symbol END AS s FROM @ ORDER BY close LIMIT 4 OFFSET 3', [['P1'], ['P2']]],
  ['count(DISTINCT volume) AS n, max(volume) AS v FROM @', [[1, '90071992547409931234.5']]],
  ['sum(volume) AS v FROM @', [['450359962737049656172.5']]],
];

describe('decimals in SQL', () => {
  for (const [name, head, source] of sources) {
    it.each(questions)(`are exact, from ${name}: %s`, async (asked, rows) => {
      const sql = `${head.replace('#', '')}${asked.replace('@', source)}`;
      const outcome = await reports.ask({ sql, params: {} });
      if (outcome.kind !== 'answered') throw new Error(`${outcome.message}\n${sql}`);
      expect(outcome.result.rows).toEqual(rows);
      expect(outcome.result.columns.some(({ approximate }) => approximate)).toBe(false);
    });
  }

  it.each([
    ['close > :least', { least: 100 }],
    ['close > :least', { least: '100' }],
    ['close > :least', { least: '100.000' }],
    ['NOT close <= :least', { least: 100.2 }],
  ])('compare with a parameter: %s %j', async (condition, params) => {
    const sql = `SELECT close FROM ohlcv WHERE ${condition} ORDER BY close`;
    expect(await reports.ask({ sql, params })).toMatchObject({
      kind: 'answered',
      result: { rows: [['100.25'], ['1010.1']] },
    });
  });

  it.each([
    'close / 3',
    'close + 1',
    'close * 1.1',
    '-close',
    'close - open',
    'sum(close) / count(*)',
    'close % 7',
  ])('are refused with the query to write instead: %s', async (expression) => {
    const refused = await reports.ask({ sql: `SELECT ${expression} AS x FROM ohlcv`, params: {} });
    expect(refused).toMatchObject({
      kind: 'refused',
      details: { problem: 'sql.decimal-operator', suggestion: expect.stringContaining('dec_') },
    });
    if (refused.kind === 'answered') return;
    const suggestion = JSON.stringify(refused.details).match(/"suggestion":("(?:[^"\\]|\\.)*")/)?.[1] ?? '""';
    const sql = String(JSON.parse(suggestion));
    expect(await reports.ask({ sql, params: {} })).toMatchObject({ kind: 'answered' });
  });

  it('says which figures went through a float', async () => {
    const outcome = await reports.ask({
      sql: 'SELECT close, CAST(close AS REAL) * 2 AS twice FROM ohlcv ORDER BY close LIMIT 1',
      params: {},
    });
    expect(outcome).toMatchObject({
      kind: 'answered',
      result: {
        columns: [
          { name: 'close', approximate: false },
          { name: 'twice', approximate: true },
        ],
        rows: [['0.1', 0.2]],
      },
    });
  });
});
