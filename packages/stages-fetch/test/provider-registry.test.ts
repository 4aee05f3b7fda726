import { EngineError } from '@daybook/kernel';
import { createPayloadParser, createProviderRegistry } from '@daybook/stages-fetch';
import { describe, expect, it } from '@jest/globals';
import { stubDataset, stubProvider } from './stub-provider.ts';

describe('createProviderRegistry', () => {
  const registry = createProviderRegistry([
    stubProvider([stubDataset({ range: 'none' })], 'sample'),
    stubProvider([stubDataset(), stubDataset({ dataset: 'splits', criteria: 'none' })], 'file'),
  ]);

  it('lists what each provider really honours', () => {
    expect(registry.list.map(({ id }) => id)).toEqual(['sample', 'file']);
    expect(registry.list[0]?.datasets).toEqual([
      { dataset: 'ohlcv', criteria: 'symbols', withoutEntities: 'all', range: 'none' },
    ]);
    expect(registry.list[1]?.datasets.map(({ criteria }) => criteria)).toEqual(['symbols', 'none']);
  });

  it('finds a provider by its id', () => {
    expect(registry.find('file')?.id).toBe('file');
    expect(registry.find('File')).toBeUndefined();
  });

  it('names the provider that was probably meant', () => {
    expect(() => registry.dataset('sampel', 'ohlcv')).toThrow(
      expect.objectContaining({
        code: 'provider.unknown',
        message: 'There is no provider "sampel". Did you mean "sample"? Known are: sample, file.',
      }),
    );
  });

  it('names what a provider offers instead', () => {
    expect(() => registry.dataset('sample', 'news')).toThrow(
      expect.objectContaining({
        code: 'step.params-invalid',
        message: 'The provider "sample" does not offer the dataset "news"; it offers: ohlcv.',
      }),
    );
  });

  it('tells what is to come from what there is not', () => {
    expect(() => registry.dataset('file', 'dividends')).toThrow(
      expect.objectContaining({
        code: 'step.unavailable',
        message:
          'The provider "file" does not offer dividends yet in this release. Working now: ohlcv, splits.',
      }),
    );
    expect(() => registry.dataset('polygon', 'ohlcv')).toThrow(
      expect.objectContaining({
        code: 'step.unavailable',
        message: expect.stringContaining('The provider "polygon" is not there yet in this release.'),
      }),
    );
  });

  it('refuses an id or a dataset that is listed twice', () => {
    expect(() => createProviderRegistry([stubProvider(), stubProvider()])).toThrow('"stub" is listed twice');
    const twice = stubProvider([stubDataset(), stubDataset()]);
    expect(() => createProviderRegistry([twice])).toThrow('lists the dataset "ohlcv" twice');
  });
});

describe('createPayloadParser', () => {
  const payload = { bytes: Buffer.from('hello'), contentType: 'text/plain' };
  const request = { provider: 'stub', dataset: 'ohlcv', entityKey: 'SPY', payload } as const;

  it('reads a payload with the provider that it came from', () => {
    const parser = createPayloadParser(createProviderRegistry([stubProvider()]));
    expect(parser.parse(request)).toEqual([{ text: 'hello' }]);
    expect(parser.mapping('stub', 'ohlcv')).toEqual({ symbol: { field: 'text' } });
  });

  it('names the payload that a provider stumbles over', () => {
    const stumbling = stubDataset({
      parse: () => {
        throw new TypeError('undefined is no list');
      },
    });
    const parser = createPayloadParser(createProviderRegistry([stubProvider([stumbling])]));
    expect(() => parser.parse(request)).toThrow(
      expect.objectContaining({
        code: 'transform.payload-invalid',
        message: expect.stringContaining('"SPY"'),
        cause: expect.any(TypeError),
      }),
    );
  });

  it('passes on what the provider says itself', () => {
    const error = new EngineError('transform.payload-invalid', 'Line 3 is broken.');
    const broken = stubDataset({
      parse: () => {
        throw error;
      },
    });
    const parser = createPayloadParser(createProviderRegistry([stubProvider([broken])]));
    expect(() => parser.parse(request)).toThrow(error);
  });
});
