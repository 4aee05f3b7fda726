import { toInstant } from '@daybook/kernel';
import { createFileProvider, createSampleProvider } from '@daybook/providers';
import { createPayloadParser, createProviderRegistry } from '@daybook/stages-fetch';
import { describe, expect, it } from '@jest/globals';

describe('the example of the README', () => {
  it('reads invented bars', async () => {
    const providers = createProviderRegistry([
      createSampleProvider(),
      createFileProvider({ folder: process.env['DAYBOOK_FILE_FOLDER'] }),
    ]);

    const bars = providers.dataset('sample', 'ohlcv');
    const answers = await bars.load({
      entities: ['NRTH'],
      from: '2024-01-01',
      asOf: toInstant(Date.parse('2024-01-05T21:00:00Z')),
      signal: new AbortController().signal,
    });

    expect(answers).toMatchObject([{ kind: 'payload', entityKey: 'NRTH' }]);
    expect(createPayloadParser(providers).mapping('file', 'ohlcv')).toMatchObject({
      close: { field: 'close' },
    });
  });
});
