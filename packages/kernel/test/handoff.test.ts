import { describe, expect, it } from '@jest/globals';
import { canonicalDataset, datasetNames, isDatasetName } from '@daybook/kernel';

describe('canonical datasets', () => {
  it.each(datasetNames)('%s has required key columns and a known newest column', (name) => {
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
    expect(isDatasetName('ohlcv')).toBe(true);
  });
});
