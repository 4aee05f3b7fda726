import { describe, expect, it } from '@jest/globals';
import {
  canonicalDataset,
  datasetNames,
  isDatasetName,
  isStoredDataset,
  storedDatasetNames,
} from '@daybook/kernel';

describe('canonical datasets', () => {
  it.each(storedDatasetNames)('%s has required key columns and a known newest column', (name) => {
    const dataset = canonicalDataset(name);
    const columns = new Map(dataset.columns.map((column) => [column.name, column]));
    expect(dataset.name).toBe(name);
    expect(columns.size).toBe(dataset.columns.length);
    for (const key of dataset.key) expect(columns.get(key)?.required).toBe(true);
    for (const scope of dataset.replaceScope) expect(dataset.key).toContain(scope);
    expect([undefined, ...columns.keys()]).toContain(dataset.newestColumn);
  });

  it('knows no dataset by an inherited name', () => {
    expect(isDatasetName('toString')).toBe(false);
    expect(isStoredDataset('toString')).toBe(false);
    expect(isDatasetName('ohlcv')).toBe(true);
    expect(isStoredDataset('ohlcv')).toBe(true);
  });

  it('stores some of the datasets that a policy may name', () => {
    expect(storedDatasetNames.every(isDatasetName)).toBe(true);
    expect(datasetNames.filter((name) => storedDatasetNames.some((stored) => stored === name))).toEqual(
      storedDatasetNames,
    );
    expect(isDatasetName('news')).toBe(true);
    expect(isStoredDataset('news')).toBe(false);
  });
});
