import {
  type Clock,
  type DatasetName,
  EngineError,
  type FetchEnvelope,
  fetchEnvelope,
  isStoredDataset,
  type PayloadReference,
  storedDatasetNames,
} from '@daybook/kernel';
import { defineStep, type Step, type StepCall } from '@daybook/registry';
import { type Criteria, fetchParams, type ListedCriteria } from './criteria.ts';
import { judgeFetch } from './judge-fetch.ts';
import type { PayloadStore } from './payload-store.ts';
import type { LoadedEntity } from './provider.ts';
import type { ProviderRegistry } from './provider-registry.ts';
import { type QueriedSymbols, querySymbols } from './query-symbols.ts';
import { type CriteriaTarget, resolveCriteria } from './resolve-criteria.ts';
import type { SymbolDatabase } from './symbol-database.ts';

/** Larger payloads are refused: 20 MB. */
export const MAX_PAYLOAD_BYTES = 20_000_000;

/** The slice of the outside world that fetch needs. */
export interface FetchPorts {
  readonly providers: ProviderRegistry;
  readonly payloads: PayloadStore;
  /** What symbols of the types `db_query` and `db_join` are read from. */
  readonly database: SymbolDatabase;
  readonly clock: Clock;
}

/** What a policy is judged by before anything is opened: what the type is, takes and gives. */
export const fetchStepShape = {
  type: 'fetch',
  summary: 'Asks a provider for data and keeps what it answers, byte for byte.',
  params: fetchParams,
  output: fetchEnvelope,
  judge: judgeFetch,
} as const;

/** The step that asks a provider for payloads, keeps each once, and hands on references to them. */
export function createFetchStep({ providers, payloads, database, clock }: FetchPorts): Step<'fetch'> {
  return defineStep({
    ...fetchStepShape,
    effect: 'none',
    async execute({ provider, dataset, criteria = {} }, call) {
      const { asOf, signal } = call;
      const offered = providers.dataset(provider, dataset);
      requireStoredDataset(dataset);
      signal.throwIfAborted();
      const target = { provider, capabilities: offered };
      const listed = await listSymbols(criteria, { database, target, call });
      const resolved = resolveCriteria(listed, target, asOf);
      signal.throwIfAborted();
      // No entities at all would ask the provider for everything it has.
      if (listed.symbols?.length === 0) return withoutSymbols(provider, dataset);
      const answered = await offered.load({ ...resolved, asOf, signal });
      signal.throwIfAborted();
      const answers = [
        ...answered.map(refuseOversized),
        ...unanswered(provider, resolved.entities, answered),
      ];
      failWhenAllFailed(provider, answers);

      const kept: PayloadReference[] = [];
      for (const answer of answers) {
        if (answer.kind !== 'payload') continue;
        signal.throwIfAborted();
        kept.push(await keep(answer, { provider, dataset, payloads, clock }));
      }
      return toEnvelope(provider, dataset, kept, answers);
    },
  });
}

interface Listing {
  readonly database: SymbolDatabase;
  readonly target: CriteriaTarget;
  readonly call: Pick<StepCall, 'asOf' | 'signal'>;
}

/** The criteria with the symbols that the database gives; what the dataset does not take, or not yet, asks nobody. */
async function listSymbols(criteria: Criteria, { database, target, call }: Listing): Promise<ListedCriteria> {
  const { symbols, ...others } = criteria;
  if (!isQueried(symbols)) return { ...others, symbols };
  resolveCriteria({ ...others, symbols: [] }, target, call.asOf);
  return { ...others, symbols: await querySymbols(database, symbols, call) };
}

function isQueried(symbols: Criteria['symbols']): symbols is QueriedSymbols {
  return symbols !== undefined && !Array.isArray(symbols);
}

/** Nothing is held, so nothing is fetched: that is worth knowing, and not the same as success. */
function withoutSymbols(provider: string, dataset: DatasetName): FetchEnvelope {
  const message = `The query of criteria.symbols gave no symbols, so "${provider}" was not asked for ${dataset}.`;
  return {
    outcome: 'empty',
    provider,
    dataset,
    payloads: [],
    failed_entities: [],
    warnings: [{ code: 'fetch.no-symbols', message }],
  };
}

/** Payloads that no transform could load would be fetched for nothing. */
function requireStoredDataset(dataset: DatasetName): void {
  if (isStoredDataset(dataset)) return;
  throw new EngineError(
    'step.unavailable',
    `Rows of ${dataset} cannot be stored yet in this release, so nothing was fetched. Working now: ${storedDatasetNames.join(', ')}.`,
    { details: { dataset } },
  );
}

type Answer<Kind extends LoadedEntity['kind']> = Extract<LoadedEntity, { readonly kind: Kind }>;

interface Keeping {
  readonly provider: string;
  readonly dataset: DatasetName;
  readonly payloads: PayloadStore;
  readonly clock: Clock;
}

async function keep(
  { entityKey, payload }: Answer<'payload'>,
  { provider, dataset, payloads, clock }: Keeping,
): Promise<PayloadReference> {
  const fetchedAt = clock.now();
  const { sha256 } = await payloads.put({ ...payload, provider, dataset, entityKey, fetchedAt });
  return {
    sha256,
    entity_key: entityKey,
    content_type: payload.contentType,
    bytes: payload.bytes.byteLength,
    fetched_at: fetchedAt,
    cache_status: 'miss',
  };
}

function refuseOversized(answer: LoadedEntity): LoadedEntity {
  if (answer.kind !== 'payload' || answer.payload.bytes.byteLength <= MAX_PAYLOAD_BYTES) return answer;
  const { entityKey, payload } = answer;
  const error = new EngineError(
    'provider.response-invalid',
    `The answer for "${entityKey}" has ${payload.bytes.byteLength} bytes; at most ${MAX_PAYLOAD_BYTES} are taken. Ask for fewer days at a time.`,
  );
  return { kind: 'failed', entityKey, error };
}

/** An entity that a provider forgot must not look like one without news. */
function unanswered(
  provider: string,
  asked: readonly string[],
  answers: readonly LoadedEntity[],
): readonly LoadedEntity[] {
  const answered = new Set(answers.map(({ entityKey }) => entityKey));
  return asked
    .filter((entityKey) => !answered.has(entityKey))
    .map((entityKey) => ({
      kind: 'failed',
      entityKey,
      error: new EngineError('provider.response-invalid', `"${provider}" gave no answer for "${entityKey}".`),
    }));
}

function failuresAmong(answers: readonly LoadedEntity[]): readonly Answer<'failed'>[] {
  return answers.filter((answer) => answer.kind === 'failed');
}

function failWhenAllFailed(provider: string, answers: readonly LoadedEntity[]): void {
  const failures = failuresAmong(answers);
  const [first] = failures;
  if (first === undefined || failures.length < answers.length) return;
  const names = failures.map(({ entityKey }) => entityKey).join(', ');
  throw new EngineError(
    first.error.code,
    failures.length === 1
      ? `"${provider}" could not deliver ${names}: ${first.error.message}`
      : `"${provider}" could not deliver any of ${names}. The first: ${first.error.message}`,
    {
      advice: first.error.advice,
      details: { provider, failed_entities: failures.map(toFailedEntity) },
      cause: first.error,
    },
  );
}

function toFailedEntity({ entityKey, error }: Answer<'failed'>): FetchEnvelope['failed_entities'][number] {
  return { entity_key: entityKey, code: error.code, message: error.message };
}

function toEnvelope(
  provider: string,
  dataset: DatasetName,
  payloads: PayloadReference[],
  answers: readonly LoadedEntity[],
): FetchEnvelope {
  const warnings = answers
    .filter((answer) => answer.kind === 'nothing')
    .map(({ entityKey, reason }) => ({ code: 'fetch.nothing-found', message: `${entityKey}: ${reason}` }));
  if (answers.length === 0) {
    warnings.push({ code: 'fetch.nothing-found', message: `"${provider}" has nothing for ${dataset}.` });
  }
  return {
    outcome: payloads.length === 0 ? 'empty' : 'loaded',
    provider,
    dataset,
    payloads,
    failed_entities: failuresAmong(answers).map(toFailedEntity),
    warnings,
  };
}
