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
  ])('refuses %j', (criteria) => {
    expect(withCriteria(criteria).success).toBe(false);
  });

  it('refuses a dataset that nobody can store', () => {
    expect(fetchParams.safeParse({ provider: 'file', dataset: 'prices' }).success).toBe(false);
  });

  it('describes every parameter in its JSON Schema', () => {
    const schema = z.toJSONSchema(fetchParams, { io: 'input' });
    const { provider, dataset, criteria } = schema.properties as Record<string, z.core.JSONSchema.BaseSchema>;
    expect([provider?.description, dataset?.description, criteria?.description]).not.toContain(undefined);
    expect(criteria?.properties).toMatchObject({
      symbols: { uniqueItems: true, maxItems: 200, description: expect.any(String) },
      files: { uniqueItems: true, description: expect.any(String) },
      range: { description: expect.any(String) },
    });
  });
});
