import {
  type CanonicalColumn,
  type CanonicalDataset,
  type CanonicalValue,
  type ColumnSource,
  EngineError,
  type FieldMapping,
  type RawRow,
} from '@daybook/kernel';
import { type ReadValue, readerOf } from './read-value.ts';

/** Where the values of one column come from, in the records of one payload. */
export type ColumnPlan = { readonly column: CanonicalColumn } & (
  | { readonly kind: 'field'; readonly field: string; readonly read: ReadValue }
  | { readonly kind: 'value'; readonly value: CanonicalValue }
  /** No record of the payload has the field. */
  | { readonly kind: 'absent' }
);

/**
 * A provider's mapping with a policy's own entries in its place.
 * @throws {EngineError} `transform.mapping-invalid` when an entry names a column that the dataset does not have, a
 *   fixed value that the column cannot hold, or a date format for a column without dates.
 */
export function combineMappings(
  dataset: CanonicalDataset,
  provided: FieldMapping,
  overrides: FieldMapping,
): FieldMapping {
  for (const [name, source] of Object.entries(overrides)) {
    const problem = findOverrideProblem(dataset, name, source);
    if (problem !== undefined) throw invalid(problem.message);
  }
  return { ...provided, ...overrides };
}

/** What is wrong with an entry of a policy's own mapping. */
export interface OverrideProblem {
  /** The member of the entry that is at fault; absent when it is the column. */
  readonly member?: 'value' | 'date';
  readonly message: string;
}

/** What is wrong with an entry of a policy's own mapping, as far as that can be told without data. */
export function findOverrideProblem(
  dataset: CanonicalDataset,
  name: string,
  source: ColumnSource,
): OverrideProblem | undefined {
  const column = dataset.columns.find((known) => known.name === name);
  if (column === undefined) {
    const known = dataset.columns.map((each) => each.name).join(', ');
    return {
      message: `The mapping names "${name}", which ${dataset.name} does not have; its columns are ${known}.`,
    };
  }
  if ('value' in source) {
    const value = readerOf(column.kind)(source.value);
    const fits = value !== undefined && !(value === null && column.required);
    const message = `The mapping gives "${name}" the value "${source.value}", which is no ${column.kind}.`;
    return fits ? undefined : { member: 'value', message };
  }
  if (source.date === undefined || column.kind === 'date') return undefined;
  return {
    member: 'date',
    message: `The mapping gives "${name}" a date format, but that column holds a ${column.kind}.`,
  };
}

/** Every field that some record has. */
export function fieldsOf(records: readonly RawRow[]): ReadonlySet<string> {
  const fields = new Set<string>();
  for (const record of records) for (const field of Object.keys(record)) fields.add(field);
  return fields;
}

/**
 * Plans the columns of a dataset for records with these fields. A field is found under its own name, or else under
 * the one name that differs only in case, spaces and underscores: exports write `Adj Close` for `adj_close`.
 * @throws {EngineError} `transform.mapping-invalid` when several names differ only so.
 */
export function planColumns(
  dataset: CanonicalDataset,
  mapping: FieldMapping,
  fields: ReadonlySet<string>,
): readonly ColumnPlan[] {
  return dataset.columns.map((column): ColumnPlan => {
    const source = Object.hasOwn(mapping, column.name) ? mapping[column.name] : undefined;
    if (source === undefined) return { column, kind: 'absent' };
    if ('value' in source)
      return { column, kind: 'value', value: readerOf(column.kind)(source.value) ?? null };
    const field = findField(source.field, fields);
    if (field === undefined) return { column, kind: 'absent' };
    return { column, kind: 'field', field, read: readerOf(column.kind, source.date) };
  });
}

/**
 * Checks that each field that a policy names itself is in some record: a misspelled one must not pass as "no value".
 * `absent` are the columns without a field in any record.
 * @throws {EngineError} `transform.mapping-invalid`, with the fields that there are.
 */
export function requireNamedFields(
  overrides: FieldMapping,
  absent: ReadonlySet<string>,
  fields: ReadonlySet<string>,
): void {
  for (const [name, source] of Object.entries(overrides)) {
    if ('value' in source || !absent.has(name)) continue;
    throw invalid(
      `The mapping takes "${name}" from the field "${source.field}", which no record has; there are: ${listFields(fields)}.`,
    );
  }
}

/** The fields, for a message. */
export function listFields(fields: ReadonlySet<string>): string {
  const shown = [...fields].slice(0, 40).map((field) => JSON.stringify(field.slice(0, 60)));
  return fields.size > shown.length
    ? `${shown.join(', ')} and ${fields.size - shown.length} more`
    : shown.join(', ');
}

function findField(wanted: string, fields: ReadonlySet<string>): string | undefined {
  if (fields.has(wanted)) return wanted;
  const loose = looseName(wanted);
  const similar = [...fields].filter((field) => looseName(field) === loose);
  if (similar.length > 1) {
    throw invalid(`Several fields can be meant by "${wanted}": ${similar.join(', ')}. Name one in mapping.`);
  }
  return similar[0];
}

function looseName(name: string): string {
  return name.toLowerCase().replaceAll(/[\s_]/g, '');
}

function invalid(message: string): EngineError {
  return new EngineError('transform.mapping-invalid', message);
}
