import { fetchParams } from '@daybook/stages-fetch';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';

const withCriteria = (criteria: unknown) =>
  fetchParams.safeParse({ provider: 'file', dataset: 'ohlcv', criteria });

describe('fetchParams', () => {
  it.each([
    [{}],
    [{ symbols: ['SPY', '^GSPC', 'BRK-B', 'EURUSD=X', 'CIK:0000320193', 'EUR/USD'] }],
    [{ files: ['prices 2020.csv', 'Straße.json'] }],
    [{ range: { type: 'between', from: '2020-01-01' } }],
    [{ range: { type: 'relative', last: 'P30D', until: '2024-02-29' } }],
    [{ range: { type: 'incremental', initial: 'P1Y' } }],
    [{ range: { type: 'incremental', initial: 'P1Y', lag: 'P5D' } }],
    [{ symbols: { type: 'db_query', sql: 'SELECT symbol FROM positions' } }],
    [{ symbols: { type: 'db_join', dataset: 'positions', on: 'symbol', where: { account_id: 'main' } } }],
  ])('takes %j', (criteria) => {
    expect(withCriteria(criteria).success).toBe(true);
  });

  it.each([
    [{ symbol: ['SPY'] }],
    [{ symbols: [] }],
    [{ symbols: ['SPY', 'SPY'] }],
    [{ symbols: ['SP Y'] }],
    [{ symbols: ['X'.repeat(33)] }],
    [{ symbols: Array.from({ length: 201 }, (_, index) => `S${index}`) }],
    [{ files: ['../secret.csv'] }],
    [{ files: ['/etc/passwd'] }],
    [{ files: ['sub\\prices.csv'] }],
    [{ files: ['.hidden.csv'] }],
    [{ files: ['a.csv', 'a.csv'] }],
    [{ range: { type: 'between', from: '2020-02-30' } }],
    [{ range: { type: 'between', until: '2020-02-28' } }],
    [{ range: { type: 'relative', last: 'PT1H' } }],
    [{ range: { type: 'relative', last: 'P1D', from: '2020-01-01' } }],
    [{ range: { type: 'incremental' } }],
    [{ range: { type: 'incremental', initial: 'P1Y', lag: '5' } }],
    [{ range: { type: 'incremental', initial: 'P1Y', until: '2020-01-01' } }],
    [{ symbols: { type: 'db_query' } }],
    [{ symbols: { type: 'db_query', sql: 'SELECT 1', limit: 5 } }],
    [{ symbols: { sql: 'SELECT symbol FROM positions' } }],
    [{ symbols: { type: 'db_join', dataset: 'holdings', on: 'symbol' } }],
    [{ symbols: { type: 'db_join', dataset: 'positions', on: 'quantity' } }],
    [{ symbols: { type: 'db_join', dataset: 'positions', on: 'symbol', where: { account_id: ['main'] } } }],
  ])('refuses %j', (criteria) => {
    expect(withCriteria(criteria).success).toBe(false);
  });

  it('takes every dataset of the contract, and no other', () => {
    expect(fetchParams.safeParse({ provider: 'file', dataset: 'tax_lots' }).success).toBe(true);
    expect(fetchParams.safeParse({ provider: 'file', dataset: 'prices' }).success).toBe(false);
  });

  it('describes every parameter in its JSON Schema', () => {
    const schema = z.toJSONSchema(fetchParams, { io: 'input' });
    const { provider, dataset, criteria } = schema.properties as Record<string, z.core.JSONSchema.BaseSchema>;
    expect([provider?.description, dataset?.description, criteria?.description]).not.toContain(undefined);
    expect(criteria?.properties).toMatchObject({
      symbols: {
        description: expect.any(String),
        anyOf: [
          { uniqueItems: true, maxItems: 200, description: expect.any(String) },
          { oneOf: [{ description: expect.any(String) }, { description: expect.any(String) }] },
        ],
      },
      files: { uniqueItems: true, description: expect.any(String) },
      range: { description: expect.any(String) },
    });
  });
});
