import {
  canonicalDataset,
  type DatasetName,
  EngineError,
  type FetchEnvelope,
  type FieldMapping,
  isStoredDataset,
  type RawRow,
  sha256,
  silentLogger,
  toInstant,
  toPolicyId,
  toRunId,
} from '@daybook/kernel';
import type { StepCall } from '@daybook/registry';
import { createTransformStep, type PayloadParser, transformOutput } from '@daybook/stages-transform';
import { createMemoryPayloadSource, createMemoryRowStore } from '@daybook/stages-transform/testing';

/** Payloads that are lists of records in JSON, mapped by name. */
export function createJsonParser(mapping?: FieldMapping): PayloadParser {
  return {
    parse({ entityKey, payload }) {
      const text = Buffer.from(payload.bytes).toString();
      if (!text.startsWith('['))
        throw new EngineError('transform.payload-invalid', `"${entityKey}" is no list.`);
      return JSON.parse(text) as RawRow[];
    },
    mapping: (_, dataset) => mapping ?? sameNames(dataset),
  };
}

/** Every column from the field of its own name. */
export function sameNames(dataset: DatasetName): FieldMapping {
  if (!isStoredDataset(dataset)) return {};
  return Object.fromEntries(canonicalDataset(dataset).columns.map(({ name }) => [name, { field: name }]));
}

/** A plausible bar, with other fields where a test says so. */
export function bar(date: string, others: RawRow = {}): RawRow {
  return {
    symbol: 'NRTH',
    date,
    open: '10.50',
    high: '11',
    low: '9.9',
    close: '10.10',
    volume: '1200',
    currency: 'USD',
    ...others,
  };
}

/** That many good bars on the days of January 2024. */
export function bars(count: number): readonly RawRow[] {
  return Array.from({ length: count }, (_, index) => bar(`2024-01-${String(index + 1).padStart(2, '0')}`));
}

export function callOf(parts: Partial<StepCall> = {}): StepCall {
  return {
    runId: toRunId('run_1'),
    policyId: toPolicyId('pol_1'),
    stepId: 'bars',
    attempt: 1,
    asOf: toInstant(0),
    signal: new AbortController().signal,
    log: silentLogger,
    ...parts,
  };
}

/** What fetch hands on about payloads of these texts, by entity. */
export function envelopeOf(
  texts: Readonly<Record<string, string>>,
  dataset: DatasetName = 'ohlcv',
): FetchEnvelope {
  return {
    outcome: Object.keys(texts).length === 0 ? 'empty' : 'loaded',
    provider: 'stub',
    dataset,
    payloads: Object.entries(texts).map(([entityKey, text]) => ({
      sha256: sha256(text),
      entity_key: entityKey,
      content_type: 'application/json',
      bytes: text.length,
      fetched_at: toInstant(0),
      cache_status: 'miss',
    })),
    failed_entities: [],
    warnings: [],
  };
}

interface Transforming {
  readonly target?: DatasetName;
  readonly mapping?: FieldMapping;
}

/** A transform step over payloads that hold these records, by entity, and the store that it loads into. */
export function createTransforming(
  records: Readonly<Record<string, readonly RawRow[] | string>>,
  { target = 'ohlcv', mapping }: Transforming = {},
) {
  const texts = Object.fromEntries(
    Object.entries(records).map(([entityKey, rows]) => [
      entityKey,
      typeof rows === 'string' ? rows : JSON.stringify(rows),
    ]),
  );
  const store = createMemoryRowStore();
  const kept = Object.values(texts).map((text) => ({
    bytes: Buffer.from(text),
    contentType: 'application/json',
  }));
  const step = createTransformStep({
    payloads: createMemoryPayloadSource(kept),
    parser: createJsonParser(mapping),
    rows: store,
    clock: { now: () => toInstant(5_000), sleep: () => Promise.resolve() },
  });
  return {
    store,
    step,
    async transform(params: object = {}, call: StepCall = callOf()) {
      const source = envelopeOf(texts, target);
      return transformOutput.parse(await step.run({ source, target, ...params }, call));
    },
  };
}
