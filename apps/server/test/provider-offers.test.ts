import { isStoredDataset } from '@daybook/kernel';
import { createFileProvider, createSampleProvider } from '@daybook/providers';
import { createProviderRegistry, findOffer } from '@daybook/stages-fetch';
import { describe, expect, it } from '@jest/globals';

/** The providers of the application, which need nothing to tell what they offer. */
const builtIn = createProviderRegistry([
  createFileProvider({ folder: undefined }),
  createSampleProvider(),
]).list;

describe('the table of offers', () => {
  it.each(builtIn)('tells of the provider $id what its code does', ({ id, datasets }) => {
    const offered = findOffer(id)?.datasets ?? [];
    expect(datasets).toEqual(offered.filter(({ dataset }) => isStoredDataset(dataset)));
  });

  it('promises no dataset of the built-in sample that cannot be stored', () => {
    expect(findOffer('sample')?.datasets.every(({ dataset }) => isStoredDataset(dataset))).toBe(true);
  });
});
