import { datasetNames } from '@daybook/kernel';
import { findOffer, providerNames, providerOffers } from '@daybook/stages-fetch';
import { describe, expect, it } from '@jest/globals';

const datasetsOf = (id: string) => findOffer(id)?.datasets.map(({ dataset }) => dataset);

describe('the table of offers', () => {
  it('names each provider, and each of its datasets, once', () => {
    expect(new Set(providerNames).size).toBe(providerNames.length);
    for (const { id, datasets } of providerOffers) {
      expect(id).toMatch(/^[a-z][a-z0-9]*$/);
      const names = datasets.map(({ dataset }) => dataset);
      expect(names.length).toBeGreaterThan(0);
      expect(new Set(names).size).toBe(names.length);
    }
  });

  it('lets people bring every dataset in files', () => {
    expect(datasetsOf('file')).toEqual(datasetNames);
  });

  it('knows where each dataset of a market comes from', () => {
    const providersOf = (name: string) =>
      providerOffers
        .filter(({ datasets }) => datasets.some(({ dataset }) => dataset === name))
        .map(({ id }) => id);
    expect(providersOf('filings')).toEqual(['file', 'sec']);
    expect(providersOf('rates')).toEqual(['file', 'yahoo', 'ecb', 'treasury', 'fred', 'alphavantage']);
    expect(providersOf('transactions')).toEqual(['file']);
  });

  it('takes polygon for massive', () => {
    expect(findOffer('polygon')).toBe(findOffer('massive'));
    expect(findOffer('Massive')).toBeUndefined();
    expect(findOffer('constructor')).toBeUndefined();
  });
});
