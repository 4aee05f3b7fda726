import { EngineError } from '@daybook/kernel';
import type { LoadRequest, SymbolDatabase } from '@daybook/stages-fetch';
import { createFixedSymbolDatabase } from '@daybook/stages-fetch/testing';
import { describe, expect, it } from '@jest/globals';
import { callOf, createFetching, recordingDataset, stubDataset, stubProvider } from './stub-provider.ts';

const sql = 'SELECT symbol FROM positions WHERE as_of <= :as_of';
const query = { criteria: { symbols: { type: 'db_query', sql } } };
const join = (parts: object) => ({
  criteria: { symbols: { type: 'db_join', dataset: 'positions', on: 'symbol', ...parts } },
});

function setUp(database: SymbolDatabase) {
  const requests: LoadRequest[] = [];
  return { requests, ...createFetching(stubProvider([recordingDataset(requests)]), database) };
}

describe('symbols from a query', () => {
  it('are fetched as if they were listed', async () => {
    const queried = await setUp(createFixedSymbolDatabase(['QQQ', 'SPY'])).fetch(query);
    expect(queried).toEqual(
      await setUp(createFixedSymbolDatabase()).fetch({ criteria: { symbols: ['QQQ', 'SPY'] } }),
    );
    expect(queried.payloads.map(({ entity_key }) => entity_key)).toEqual(['QQQ', 'SPY']);
  });

  it('are the first column, in its order, each once and none missing', async () => {
    const rows = [['SPY', 1], [null, 2], 'QQQ', ['SPY', null], 'BRK-B'];
    const { fetch, requests } = setUp(createFixedSymbolDatabase(rows));
    await fetch(query);
    expect(requests.map(({ entities }) => entities)).toEqual([['SPY', 'QQQ', 'BRK-B']]);
  });

  it('are asked for the instant of the run, and nothing else', async () => {
    const database = createFixedSymbolDatabase(['SPY']);
    await setUp(database).fetch(query);
    const params = { as_of: '2024-03-31T20:00:00.000Z' };
    expect(database.asked).toEqual([{ 'criteria.symbols': { sql, params } }]);
  });

  it.each([
    ['no rows', []],
    ['rows of null', [[null], [null]]],
  ])('leave the fetch empty when there are %s, and ask nobody', async (_, rows) => {
    const { fetch, requests } = setUp(createFixedSymbolDatabase(rows));
    expect(await fetch(query)).toEqual({
      outcome: 'empty',
      provider: 'stub',
      dataset: 'ohlcv',
      payloads: [],
      failed_entities: [],
      warnings: [
        {
          code: 'fetch.no-symbols',
          message: 'The query of criteria.symbols gave no symbols, so "stub" was not asked for ohlcv.',
        },
      ],
    });
    expect(requests).toEqual([]);
  });

  it.each([
    ['text that is no symbol', ['SPY', 'S P Y'], /holds "S P Y", which is no symbol/],
    ['text that is too long', ['x'.repeat(33)], /which is no symbol/],
    ['empty text', [''], /holds "", which is no symbol/],
    ['a number', [[7]], /holds 7, which is no symbol/],
    ['201 symbols', Array.from({ length: 201 }, (_, index) => `S${index}`), /gives 201 symbols.*at most 200/],
  ])('are refused when there is %s', async (_, rows, message) => {
    const { fetch, requests } = setUp(createFixedSymbolDatabase(rows));
    await expect(fetch(query)).rejects.toMatchObject({
      code: 'step.params-invalid',
      message: expect.stringMatching(message),
      advice: { kind: 'never' },
    });
    expect(requests).toEqual([]);
  });

  it('are as many as 200', async () => {
    const symbols = Array.from({ length: 200 }, (_, index) => `S${index}`);
    const { fetch, requests } = setUp(createFixedSymbolDatabase([...symbols, ...symbols]));
    await fetch(query);
    expect(requests[0]?.entities).toEqual(symbols);
  });

  it('are refused when they are a part of the rows', async () => {
    const { fetch } = setUp(createFixedSymbolDatabase(['SPY'], true));
    await expect(fetch(query)).rejects.toThrow(/more than 10000 rows.*SELECT DISTINCT/);
  });

  it('are not read for what does not take them', async () => {
    const database = createFixedSymbolDatabase(['SPY']);
    const byFile = stubProvider([stubDataset({ criteria: 'files' })]);
    await expect(createFetching(byFile, database).fetch(query)).rejects.toMatchObject({
      code: 'step.params-invalid',
    });
    const { fetch } = setUp(database);
    const range = { type: 'incremental', initial: 'P1Y' };
    await expect(fetch({ criteria: { ...query.criteria, range } })).rejects.toMatchObject({
      code: 'step.unavailable',
    });
    const call = callOf({ signal: AbortSignal.abort(new Error('cancelled')) });
    await expect(fetch(query, call)).rejects.toThrow('cancelled');
    expect(database.asked).toEqual([]);
  });

  it('pass on what is wrong with the query', async () => {
    const error = new EngineError('report.query-rejected', 'The query "criteria.symbols" is refused.');
    const { fetch, requests } = setUp({ readAll: () => Promise.reject(error) });
    await expect(fetch(query)).rejects.toBe(error);
    const silent = setUp({ readAll: () => Promise.resolve({}) });
    await expect(silent.fetch(query)).rejects.toMatchObject({ code: 'report.query-failed' });
    expect(requests).toEqual([]);
  });
});

describe('symbols from a join', () => {
  const asked = async (parts: object) => {
    const database = createFixedSymbolDatabase(['SPY']);
    await setUp(database).fetch(join(parts));
    return database.asked[0]?.['criteria.symbols'];
  };

  it('are those of instruments that occur in the dataset', async () => {
    expect(await asked({})).toEqual({
      sql: 'SELECT symbol FROM instruments WHERE symbol IN (SELECT symbol FROM positions) ORDER BY symbol',
      params: {},
    });
    expect(await asked({ on: 'currency' })).toMatchObject({
      sql: 'SELECT symbol FROM instruments WHERE currency IN (SELECT currency FROM positions) ORDER BY symbol',
    });
  });

  it('bind each value as its column keeps it', async () => {
    expect(
      await asked({ where: { account_id: "x' OR 1=1 --", quantity: 1.5, as_of: '2024-01-31' } }),
    ).toEqual({
      sql: 'SELECT symbol FROM instruments WHERE symbol IN (SELECT symbol FROM positions WHERE account_id = :where_1 AND quantity = :where_2 AND as_of = :where_3) ORDER BY symbol',
      params: { where_1: "x' OR 1=1 --", where_2: '1.5', where_3: '2024-01-31' },
    });
    expect(await asked({ where: { quantity: '0100.50' } })).toMatchObject({ params: { where_1: '100.5' } });
    const bars = { dataset: 'ohlcv', where: { provisional: true, volume: 1e21 } };
    expect(await asked(bars)).toMatchObject({ params: { where_1: 1, where_2: `1${'0'.repeat(21)}` } });
    expect(await asked({ dataset: 'ohlcv', where: { provisional: 0 } })).toMatchObject({
      params: { where_1: 0 },
    });
  });

  it.each([
    [{ on: 'exchange' }, /column "exchange", which positions does not have; it has: account_id/],
    [{ where: { acount_id: 'main' } }, /column "acount_id"/],
    [{ where: { 'symbol = symbol --': 'x' } }, /which positions does not have/],
    [{ where: { toString: 'x' } }, /column "toString"/],
    [
      { where: { quantity: 'many' } },
      /No row of positions has the quantity "many": the column holds decimals/,
    ],
    [{ where: { quantity: true } }, /holds decimals/],
    [{ where: { symbol: 7 } }, /has the symbol 7: the column holds text/],
    [{ where: { as_of: '31.1.2024' } }, /the column holds dates, such as/],
    [{ dataset: 'ohlcv', where: { provisional: 'yes' } }, /the column holds true or false/],
  ])('refuse %j', async (parts, message) => {
    const database = createFixedSymbolDatabase(['SPY']);
    await expect(setUp(database).fetch(join(parts))).rejects.toMatchObject({
      code: 'step.params-invalid',
      message: expect.stringMatching(message),
    });
    expect(database.asked).toEqual([]);
  });

  it('say when the dataset cannot be stored yet', async () => {
    await expect(
      setUp(createFixedSymbolDatabase()).fetch(join({ dataset: 'watchlist' })),
    ).rejects.toMatchObject({
      code: 'step.unavailable',
      message: expect.stringContaining('watchlist cannot be stored yet in this release'),
    });
  });
});
