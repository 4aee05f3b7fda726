import { type DatasetCapabilities, type ListedCriteria, resolveCriteria } from '@daybook/stages-fetch';
import { describe, expect, it } from '@jest/globals';
import { at } from './stub-provider.ts';

const bySymbol: DatasetCapabilities = {
  dataset: 'ohlcv',
  criteria: 'symbols',
  withoutEntities: 'all',
  range: 'days',
};
const byFile: DatasetCapabilities = {
  dataset: 'ohlcv',
  criteria: 'files',
  withoutEntities: 'refused',
  range: 'none',
};

function resolve(criteria: ListedCriteria, capabilities = bySymbol, asOf = '2024-03-31T23:59:00Z') {
  return resolveCriteria(criteria, { provider: 'stub', capabilities }, at(asOf));
}

describe('resolveCriteria', () => {
  it('asks for everything without a range when nothing is said', () => {
    expect(resolve({})).toEqual({ entities: [] });
  });

  it('ends a range on the day that the run is for', () => {
    const range = { type: 'between', from: '2024-01-01' } as const;
    expect(resolve({ range })).toEqual({ entities: [], from: '2024-01-01', until: '2024-03-31' });
  });

  it('counts a relative range back from its last day', () => {
    expect(resolve({ range: { type: 'relative', last: 'P1M' } })).toMatchObject({
      from: '2024-02-29',
      until: '2024-03-31',
    });
    expect(resolve({ range: { type: 'relative', last: 'P30D', until: '2023-01-31' } })).toMatchObject({
      from: '2023-01-01',
      until: '2023-01-31',
    });
  });

  it('gives the same days at any time of the day', () => {
    const criteria: ListedCriteria = { symbols: ['SPY'], range: { type: 'relative', last: 'P7D' } };
    const morning = resolve(criteria, bySymbol, '2024-03-31T00:00:00Z');
    expect(resolve(criteria, bySymbol, '2024-03-31T23:59:59Z')).toEqual(morning);
  });

  it('refuses a range that ends before it starts', () => {
    expect(() => resolve({ range: { type: 'between', from: '2024-04-01' } })).toThrow('no day lies between');
  });

  it.each([
    [{ files: ['a.csv'] }, bySymbol, 'name criteria.symbols instead'],
    [{ symbols: ['SPY'] }, byFile, 'name criteria.files instead'],
    [{ symbols: ['SPY'] }, { ...bySymbol, criteria: 'none' as const }, 'only to be had as a whole'],
    [{}, byFile, 'needs criteria.files'],
    [
      { files: ['a.csv'], range: { type: 'relative' as const, last: 'P1D' } },
      byFile,
      'does not take criteria.range',
    ],
  ])('refuses %j where it cannot be honoured', (criteria, capabilities, message) => {
    expect(() => resolve(criteria, capabilities)).toThrow(message);
  });

  it('says that incremental ranges are yet to come, and what works', () => {
    expect(() => resolve({ range: { type: 'incremental', initial: 'P1Y', lag: 'P5D' } })).toThrow(
      expect.objectContaining({
        code: 'step.unavailable',
        message: expect.stringMatching(/"incremental" is not there yet in this release. Fetch the .*{"/),
      }),
    );
  });
});
