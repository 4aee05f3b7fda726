import {
  type CanonicalDataset,
  type CanonicalRow,
  canonicalDataset,
  type Clock,
  type DatasetName,
  datasetNames,
  EngineError,
  type FetchEnvelope,
  fetchEnvelope,
  isStoredDataset,
  type StoredDatasetName,
  storedDatasetNames,
  toSha256,
  type WriteDisposition,
} from '@daybook/kernel';
import { defineStep, type Step } from '@daybook/registry';
import { z } from 'zod';
import { judgeTransform } from './judge-transform.ts';
import type { PayloadParser, PayloadSource } from './payload-source.ts';
import { checkQuality, qualityOf } from './quality-gate.ts';
import { readBatch } from './read-batch.ts';
import { dateFormats } from './read-value.ts';
import type { RowStore } from './row-store.ts';

/** The slice of the outside world that transform needs. */
export interface TransformPorts {
  readonly payloads: PayloadSource;
  readonly parser: PayloadParser;
  readonly rows: RowStore;
  readonly clock: Clock;
}

const datasetName = z.enum(datasetNames);

const columnSource = z.union([
  z.strictObject({
    field: z.string().min(1).describe('Name of the field in the payload, such as a column of the file.'),
    date: z.enum(dateFormats).exactOptional().describe('How the field spells dates. Default: YYYY-MM-DD.'),
  }),
  z.strictObject({ value: z.string().describe('One fixed value for every row.') }),
]);

export const transformParams = z.strictObject({
  source: fetchEnvelope.describe('The output of a fetch step: { "ref": "ctx.<step_id>" }.'),
  target: datasetName.describe('The dataset to load; the same as that of the fetch step.'),
  write: z
    .enum(['append', 'merge', 'replace'])
    .optional()
    .describe(
      'How rows meet those already stored: "append" adds new keys only, "merge" overwrites by key, "replace" removes all others of the same scope. Default: the dataset’s own.',
    ),
  quality_threshold: z
    .number()
    .min(0)
    .max(1)
    .default(0.8)
    .describe('The least share of good rows; with fewer the step fails and loads nothing.'),
  mapping: z
    .record(z.string(), columnSource)
    .optional()
    .describe(
      'Where columns come from, when the provider’s own mapping does not fit: {"symbol": {"value": "SPX"}} for a file without a symbol column, {"close": {"field": "Last Price"}} for another name.',
    ),
});

export const transformOutput = z.strictObject({
  outcome: z
    .enum(['loaded', 'unchanged', 'empty'])
    .describe('loaded: rows changed; unchanged: rows were read and none changed; empty: no rows were read.'),
  target: datasetName,
  rows_read: z.int().nonnegative(),
  rows_written: z
    .int()
    .nonnegative()
    .describe('New rows, rows with another value than before, and rows that a replacement removed.'),
  rows_unchanged: z.int().nonnegative(),
  rows_quarantined: z.int().nonnegative(),
  quality: z.number().min(0).max(1).describe('Good rows as a share of rows read, four decimal places.'),
  newest: z
    .string()
    .nullable()
    .describe('The newest date or instant among the good rows, where rows have one.'),
});

type TransformOutput = z.output<typeof transformOutput>;

/** What a policy is judged by before anything is opened: what the type is, takes and gives. */
export const transformStepShape = {
  type: 'transform',
  summary: 'Reads fetched data as rows of a dataset, checks each, and loads the good ones.',
  params: transformParams,
  output: transformOutput,
  judge: judgeTransform,
} as const;

/** The step that turns kept payloads into checked rows of a dataset; what is broken goes to quarantine. */
export function createTransformStep(ports: TransformPorts): Step<'transform'> {
  return defineStep({
    ...transformStepShape,
    effect: 'local-write',
    async execute(params, { runId, stepId, signal }): Promise<TransformOutput> {
      const { source, mapping: overrides = {} } = params;
      const target = toStoredDataset(params.target);
      const dataset = canonicalDataset(target);
      const write = toDisposition(params.write, dataset);
      requireSameDataset(source, target);
      requireWhole(source, params.write ?? dataset.defaultWrite);
      const batch = await readBatch({ source, dataset: target, overrides }, ports, signal);
      checkQuality({
        dataset,
        provider: source.provider,
        threshold: params.quality_threshold,
        entityKeys: new Map(source.payloads.map((each) => [toSha256(each.sha256), each.entity_key])),
        ...batch,
      });
      signal.throwIfAborted();

      const { rows, quarantined, rowsRead } = batch;
      const counts =
        rowsRead === 0
          ? { written: 0, unchanged: 0 }
          : await ports.rows.write({
              dataset: target,
              provider: source.provider,
              write,
              rows,
              quarantined,
              runId,
              stepId,
              loadedAt: ports.clock.now(),
            });
      return {
        outcome: rowsRead === 0 ? 'empty' : counts.written === 0 ? 'unchanged' : 'loaded',
        target,
        rows_read: rowsRead,
        rows_written: counts.written,
        rows_unchanged: counts.unchanged,
        rows_quarantined: quarantined.length,
        quality: qualityOf(rowsRead, quarantined.length),
        newest: newestOf(dataset, rows),
      };
    },
  });
}

function toStoredDataset(target: DatasetName): StoredDatasetName {
  if (isStoredDataset(target)) return target;
  throw new EngineError(
    'step.unavailable',
    `Rows of ${target} cannot be stored yet in this release. Working now: ${storedDatasetNames.join(', ')}.`,
    { details: { dataset: target } },
  );
}

function toDisposition(
  write: WriteDisposition | 'append' | undefined,
  { name, defaultWrite }: CanonicalDataset,
): WriteDisposition {
  if (write !== 'append') return write ?? defaultWrite;
  throw new EngineError(
    'step.unavailable',
    `"write": "append" is not there yet in this release. Load ${name} with "merge": new keys are added, and rows that are equal stay as they are.`,
  );
}

/** What could not be fetched must not look like what is no longer held. */
function requireWhole({ failed_entities: failed }: FetchEnvelope, write: string): void {
  if (write !== 'replace' || failed.length === 0) return;
  const names = failed.map(({ entity_key }) => entity_key).join(', ');
  throw new EngineError(
    'transform.rows-rejected',
    `Nothing was replaced: ${names} could not be fetched, and a replacement by the rest would remove what belongs to it. Mend the fetch, or write with "merge".`,
  );
}

function requireSameDataset(source: FetchEnvelope, target: DatasetName): void {
  if (source.dataset === target) return;
  throw new EngineError(
    'step.params-invalid',
    `The source holds ${source.dataset}, but target is ${target}. Set target to "${source.dataset}", or fetch ${target}.`,
  );
}

function newestOf({ newestColumn }: CanonicalDataset, rows: readonly CanonicalRow[]): string | null {
  if (newestColumn === undefined) return null;
  let newest: string | null = null;
  for (const { values } of rows) {
    const value = values[newestColumn];
    if (typeof value === 'string' && (newest === null || value > newest)) newest = value;
  }
  return newest;
}
