import {
  type CanonicalRow,
  canonicalDataset,
  type StoredDatasetName,
  EngineError,
  type FetchEnvelope,
  type FieldMapping,
  type PayloadReference,
  type QuarantinedRow,
  toSha256,
} from '@daybook/kernel';
import { combineMappings, fieldsOf, listFields, planColumns, requireNamedFields } from './field-mapping.ts';
import type { KeptPayload, PayloadParser, PayloadSource } from './payload-source.ts';
import { separateDuplicates, type ValidRow, validateRows } from './validate-rows.ts';

/** What a source's payloads hold, before anything is written. */
export interface Batch {
  readonly rowsRead: number;
  /** One a key. */
  readonly rows: readonly CanonicalRow[];
  readonly quarantined: readonly QuarantinedRow[];
  /** Names the required columns that no record has a field for. */
  readonly hint: string | undefined;
}

/**
 * Reads, maps and checks every payload of a source, one after the other.
 * @throws {EngineError} `transform.payload-invalid` when a payload is gone or cannot be read;
 *   `transform.mapping-invalid`.
 */
export async function readBatch(
  request: {
    readonly source: FetchEnvelope;
    readonly dataset: StoredDatasetName;
    readonly overrides: FieldMapping;
  },
  { payloads, parser }: { readonly payloads: PayloadSource; readonly parser: PayloadParser },
  signal: AbortSignal,
): Promise<Batch> {
  const { source, overrides } = request;
  const dataset = canonicalDataset(request.dataset);
  const mapping = combineMappings(dataset, parser.mapping(source.provider, request.dataset), overrides);
  const valid: ValidRow[] = [];
  const quarantined: QuarantinedRow[] = [];
  const fields = new Set<string>();
  const absent = new Set(dataset.columns.map(({ name }) => name));
  let rowsRead = 0;
  for (const reference of source.payloads) {
    signal.throwIfAborted();
    const entityKey = reference.entity_key;
    const payload = await readPayload(reference, payloads);
    const records = parser.parse({ provider: source.provider, dataset: request.dataset, entityKey, payload });
    if (records.length === 0) continue;
    rowsRead += records.length;
    const here = fieldsOf(records);
    for (const field of here) fields.add(field);
    const plans = planColumns(dataset, mapping, here);
    for (const { kind, column } of plans) if (kind !== 'absent') absent.delete(column.name);
    const payloadSha256 = toSha256(reference.sha256);
    const checked = validateRows(request.dataset, plans, { records, payloadSha256 });
    // Spreading into push would overflow the stack with a few hundred thousand rows.
    for (const row of checked.valid) valid.push(row);
    for (const row of checked.quarantined) quarantined.push(row);
  }
  if (rowsRead > 0) requireNamedFields(overrides, absent, fields);
  const distinct = separateDuplicates(dataset, valid);
  const missing = dataset.columns.filter(({ name, required }) => required && absent.has(name));
  return {
    rowsRead,
    rows: distinct.rows,
    quarantined: [...quarantined, ...distinct.quarantined],
    hint:
      missing.length === 0
        ? undefined
        : hintAt(
            missing.map(({ name }) => name),
            fields,
          ),
  };
}

/** A payload that is gone is a failure; taken for "no rows" it would pass unnoticed. */
async function readPayload(reference: PayloadReference, payloads: PayloadSource): Promise<KeptPayload> {
  const { sha256, entity_key } = reference;
  const payload = await payloads.read(toSha256(sha256));
  if (payload !== undefined) return payload;
  throw new EngineError(
    'transform.payload-invalid',
    `The payload of "${entity_key}" (${sha256.slice(0, 12)}…) is not kept any more. Run the fetch step again.`,
    { details: { sha256, entity_key } },
  );
}

function hintAt(missing: readonly string[], fields: ReadonlySet<string>): string {
  return `No record has a field for ${missing.join(', ')}: say in mapping where it comes from. Fields are: ${listFields(fields)}.`;
}
