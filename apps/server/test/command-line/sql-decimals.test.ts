import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { storeRows } from '../http/stored-bars.ts';
import { daybook, temporaryFolder } from '../terminal-fixture.ts';

const folder = temporaryFolder();
const environment = { DAYBOOK_DATA_DIR: join(folder.path, 'data') };
afterAll(() => folder.remove());

/** Their order as text is not that by value, and floats can't hold the sum of the last two. */
const prices = ['95.5', '100.25', '1010.1', '0.1', '0.2'];

beforeAll(async () => {
  await daybook(['policies'], environment);
  const file = {
    databaseFile: join(environment.DAYBOOK_DATA_DIR, 'daybook.db'),
    key: Buffer.from('5a'.repeat(32), 'hex'),
  };
  const bars = prices.map((close, index) => ({
    symbol: `P${index}`,
    date: '2026-03-04',
    open: close,
    high: close,
    low: close,
    close,
  }));
  await storeRows(file, 'ohlcv', bars);
}, 60_000);

async function rowsOf(sql: string): Promise<unknown> {
  const { exitCode, stdout, stderr } = await daybook(['sql', sql, '--json'], environment);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  const { rows } = JSON.parse(stdout) as { readonly rows: unknown };
  return rows;
}

const within = 'WITH p AS (SELECT symbol, close FROM ohlcv)';

describe('daybook sql over decimals', () => {
  it.each([
    ['SELECT close FROM ohlcv WHERE close > 100 ORDER BY close', [{ close: '100.25' }, { close: '1010.1' }]],
    ['SELECT max(close) AS m FROM ohlcv', [{ m: '1010.1' }]],
    ["SELECT sum(close) AS s FROM ohlcv WHERE symbol IN ('P3', 'P4')", [{ s: '0.3' }]],
    ['SELECT symbol FROM ohlcv WHERE close = 1010.1', [{ symbol: 'P2' }]],
    ['SELECT symbol FROM ohlcv WHERE close = 1010.10', [{ symbol: 'P2' }]],
    [
      'SELECT close FROM ohlcv ORDER BY close',
      ['0.1', '0.2', '95.5', '100.25', '1010.1'].map((close) => ({ close })),
    ],
    [`${within} SELECT count(*) AS n FROM p WHERE close > 100`, [{ n: 2 }]],
    [`${within} SELECT max(close) AS m, min(close) AS l FROM p`, [{ m: '1010.1', l: '0.1' }]],
    [`${within} SELECT sum(close) AS s FROM p WHERE close < 1`, [{ s: '0.3' }]],
    [`${within} SELECT symbol FROM p WHERE close = '1010.10'`, [{ symbol: 'P2' }]],
    [`${within} SELECT close FROM p ORDER BY close DESC LIMIT 2`, [{ close: '1010.1' }, { close: '100.25' }]],
    [
      'WITH m AS (SELECT max(close) AS m FROM ohlcv) SELECT symbol FROM ohlcv, m WHERE close = m AND m > 100',
      [{ symbol: 'P2' }],
    ],
  ])('is exact: %s', async (sql, rows) => {
    expect(await rowsOf(sql)).toEqual(rows);
  });

  it('writes the query that adds up exactly in place of one that would not', async () => {
    const { exitCode, stdout } = await daybook(
      ['sql', 'SELECT symbol, close * 2 + 1 AS x FROM ohlcv ORDER BY symbol LIMIT 1', '--json'],
      environment,
    );
    expect(exitCode).toBe(2);
    const { error } = JSON.parse(stdout) as { readonly error: { readonly details: { suggestion: string } } };
    expect(await rowsOf(error.details.suggestion)).toEqual([{ symbol: 'P0', x: '192' }]);
  });
});
