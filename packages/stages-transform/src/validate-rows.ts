import type {
  CanonicalDataset,
  CanonicalRow,
  CanonicalValue,
  StoredDatasetName,
  QuarantinedRow,
  RawRow,
  RawValue,
  Sha256,
} from '@daybook/kernel';
import { rulesOf } from './dataset-rules.ts';
import type { ColumnPlan } from './field-mapping.ts';
import { type PlacedRecord, quarantineRow } from './quarantine.ts';
import { kindRules } from './read-value.ts';

/** A record and the canonical row that it became. */
export interface ValidRow extends PlacedRecord {
  readonly row: CanonicalRow;
}

/** What became of the records of one payload, each in exactly one of the lists. */
export interface ValidatedRows {
  readonly valid: readonly ValidRow[];
  readonly quarantined: readonly QuarantinedRow[];
}

/** Maps and checks every record of a payload; a broken one is put aside with the first rule that it breaks. */
export function validateRows(
  dataset: StoredDatasetName,
  plans: readonly ColumnPlan[],
  payload: { readonly records: readonly RawRow[]; readonly payloadSha256: Sha256 },
): ValidatedRows {
  const { records, payloadSha256 } = payload;
  const checkRow = rulesOf(dataset);
  const valid: ValidRow[] = [];
  const quarantined: QuarantinedRow[] = [];
  for (let rowIndex = 0; rowIndex < records.length; rowIndex += 1) {
    const raw = records[rowIndex] ?? {};
    const values: Record<string, CanonicalValue> = {};
    const broken = readColumns(plans, raw, values) ?? checkRow(values);
    if (broken === undefined) {
      valid.push({ row: { values, payloadSha256 }, raw, rowIndex, payloadSha256 });
    } else {
      const value = sentValue(plans, raw, broken.field);
      quarantined.push(quarantineRow({ raw, rowIndex, payloadSha256 }, { ...broken, value }));
    }
  }
  return { valid, quarantined };
}

/** Fills `values` in place, a row being read millions of times; returns the first column that cannot be read. */
function readColumns(
  plans: readonly ColumnPlan[],
  raw: RawRow,
  values: Record<string, CanonicalValue>,
): { readonly rule: string; readonly field: string } | undefined {
  for (const plan of plans) {
    const { name, kind, required } = plan.column;
    const value = readColumn(plan, raw);
    if (value === undefined) return { rule: kindRules[kind], field: name };
    if (value === null && required) return { rule: 'missing_value', field: name };
    values[name] = value;
  }
  return undefined;
}

function readColumn(plan: ColumnPlan, raw: RawRow): CanonicalValue | undefined {
  if (plan.kind === 'value') return plan.value;
  return plan.kind === 'absent' ? null : plan.read(fieldValue(raw, plan.field));
}

/** Own fields only: a record without `constructor` would otherwise seem to have one. */
function fieldValue(raw: RawRow, field: string): RawValue {
  return Object.hasOwn(raw, field) ? (raw[field] ?? null) : null;
}

function sentValue(plans: readonly ColumnPlan[], raw: RawRow, column: string): RawValue {
  const plan = plans.find((each) => each.column.name === column);
  if (plan?.kind === 'field') return fieldValue(raw, plan.field);
  return plan?.kind === 'value' ? plan.value : null;
}

/**
 * Leaves one row a key. Equal rows count once; of rows that differ the first stays, and each later one is put aside as
 * `duplicate_key`: nothing tells which of them is right.
 */
export function separateDuplicates(
  dataset: CanonicalDataset,
  rows: readonly ValidRow[],
): {
  readonly rows: readonly CanonicalRow[];
  readonly quarantined: readonly QuarantinedRow[];
} {
  const byKey = new Map<string, CanonicalRow>();
  const quarantined: QuarantinedRow[] = [];
  for (const { row, ...placed } of rows) {
    const key = keyOf(dataset, row);
    const first = byKey.get(key);
    if (first === undefined) byKey.set(key, row);
    else if (!isSame(dataset, first, row)) {
      const value = dataset.key.map((column) => String(row.values[column])).join(', ');
      quarantined.push(quarantineRow(placed, { rule: 'duplicate_key', field: null, value }));
    }
  }
  return { rows: [...byKey.values()], quarantined };
}

/** No text value holds a NUL, so no two keys run together. */
function keyOf({ key }: CanonicalDataset, { values }: CanonicalRow): string {
  let text = '';
  for (const column of key) text += `${String(values[column])}\0`;
  return text;
}

function isSame({ columns }: CanonicalDataset, a: CanonicalRow, b: CanonicalRow): boolean {
  return columns.every(({ name }) => a.values[name] === b.values[name]);
}
