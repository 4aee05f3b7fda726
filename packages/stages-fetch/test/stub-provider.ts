import {
  type DatasetName,
  EngineError,
  type FetchEnvelope,
  fetchEnvelope,
  type Instant,
  parseInstant,
  silentLogger,
  toInstant,
  toPolicyId,
  toRunId,
} from '@daybook/kernel';
import type { StepCall } from '@daybook/registry';
import {
  createFetchStep,
  createProviderRegistry,
  type LoadedEntity,
  type LoadRequest,
  type Provider,
  type ProviderDataset,
  type SymbolDatabase,
} from '@daybook/stages-fetch';
import { createFixedSymbolDatabase, createMemoryPayloadStore } from '@daybook/stages-fetch/testing';

/** The instant that an ISO text names. */
export function at(text: string): Instant {
  const instant = parseInstant(text);
  if (instant === undefined) throw new Error(`the test spells an instant wrong: ${text}`);
  return instant;
}

/** A dataset that knows every symbol but those named `BAD…` and `NONE…`. */
export function stubDataset(parts: Partial<ProviderDataset> = {}): ProviderDataset {
  return {
    dataset: 'ohlcv',
    criteria: 'symbols',
    withoutEntities: 'all',
    range: 'days',
    load: async ({ entities }) => entities.map(answerFor),
    parse: ({ bytes }) => [{ text: Buffer.from(bytes).toString() }],
    mapping: { symbol: { field: 'text' } },
    ...parts,
  };
}

/** A provider of the datasets given. */
export function stubProvider(datasets: readonly ProviderDataset[] = [stubDataset()], id = 'stub'): Provider {
  return { id, summary: 'Answers what the test says.', datasets };
}

/** A payload with that text, for that entity. */
export function payloadFor(entityKey: string, text = `rows of ${entityKey}`): LoadedEntity {
  const bytes = Buffer.from(text);
  return {
    kind: 'payload',
    entityKey,
    payload: { bytes, contentType: 'text/plain', source: `stub:${entityKey}` },
  };
}

function answerFor(entityKey: string): LoadedEntity {
  if (entityKey.startsWith('NONE')) return { kind: 'nothing', entityKey, reason: 'no bars in that time.' };
  if (!entityKey.startsWith('BAD')) return payloadFor(entityKey);
  const error = new EngineError('provider.not-found', `There is no ${entityKey}.`, {
    advice: { kind: 'backoff' },
  });
  return { kind: 'failed', entityKey, error };
}

/** A dataset that writes down what it is asked, and answers nothing. */
export function recordingDataset(requests: LoadRequest[], dataset: DatasetName = 'ohlcv'): ProviderDataset {
  return stubDataset({
    dataset,
    load: async (request) => {
      requests.push(request);
      return request.entities.map(answerFor);
    },
  });
}

/** What a step is told by a runner. */
export function callOf(parts: Partial<StepCall> = {}): StepCall {
  return {
    runId: toRunId('run_1'),
    policyId: toPolicyId('pol_1'),
    stepId: 'prices',
    attempt: 1,
    asOf: at('2024-03-31T20:00:00Z'),
    signal: new AbortController().signal,
    log: silentLogger,
    ...parts,
  };
}

/** A fetch step over one provider, with the store that it keeps payloads in. */
export function createFetching(
  provider: Provider = stubProvider(),
  database: SymbolDatabase = createFixedSymbolDatabase(),
) {
  const payloads = createMemoryPayloadStore();
  const clock = { now: () => toInstant(1_000), sleep: () => Promise.resolve() };
  const providers = createProviderRegistry([provider]);
  const step = createFetchStep({ providers, payloads, database, clock });
  return {
    payloads,
    step,
    async fetch(params: object, call: StepCall = callOf()): Promise<FetchEnvelope> {
      return fetchEnvelope.parse(
        await step.run({ provider: provider.id, dataset: 'ohlcv', ...params }, call),
      );
    },
  };
}
