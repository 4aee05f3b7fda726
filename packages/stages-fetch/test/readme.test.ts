import { silentLogger, toInstant, toPolicyId, toRunId } from '@daybook/kernel';
import { createFetchStep, createProviderRegistry } from '@daybook/stages-fetch';
import { createFixedSymbolDatabase, createMemoryPayloadStore } from '@daybook/stages-fetch/testing';
import { describe, expect, it } from '@jest/globals';
import { stubProvider } from './stub-provider.ts';

describe('the example of the README', () => {
  it('fetches and keeps a payload', async () => {
    const provider = stubProvider();
    const clock = { now: () => toInstant(0), sleep: () => Promise.resolve() };
    const call = {
      runId: toRunId('run_1'),
      policyId: toPolicyId('pol_1'),
      stepId: 'prices',
      attempt: 1,
      asOf: toInstant(0),
      signal: new AbortController().signal,
      log: silentLogger,
    };

    const step = createFetchStep({
      providers: createProviderRegistry([provider]),
      payloads: createMemoryPayloadStore(),
      database: createFixedSymbolDatabase(),
      clock,
    });

    const envelope = await step.run(
      { provider: 'stub', dataset: 'ohlcv', criteria: { symbols: ['NRTH'] } },
      call,
    );
    expect(envelope).toMatchObject({ outcome: 'loaded', payloads: [{ entity_key: 'NRTH' }] });
  });
});
