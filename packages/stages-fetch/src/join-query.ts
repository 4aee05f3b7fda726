import {
  type CanonicalColumn,
  type ColumnKind,
  canonicalDataset,
  EngineError,
  isStoredDataset,
  type JsonValue,
  parseDecimal,
  parseInstant,
  type StoredDatasetName,
  storedDatasetNames,
} from '@daybook/kernel';
import type { Criteria } from './criteria.ts';
import type { SymbolQuery } from './symbol-database.ts';

/** `criteria.symbols` of the type `db_join`. */
export type JoinedSymbols = Extract<Criteria['symbols'], { readonly type: 'db_join' }>;

type WrittenValue = NonNullable<JoinedSymbols['where']>[string];

/**
 * The SQL of a `db_join`. Names come from the catalogue of columns, values are parameters, and a value is bound as its
 * column keeps values, so that decimals are equal by value.
 * @throws {EngineError} `step.params-invalid` for a column that the dataset lacks or a value that its column can't hold;
 *   `step.unavailable` for a dataset that can't be stored.
 */
export function joinQuery({ dataset, on, where = {} }: JoinedSymbols): SymbolQuery {
  if (!isStoredDataset(dataset)) throw notStored(dataset);
  const joined = findColumn(dataset, on).name;
  const conditions = Object.entries(where).map(([name, value], index) => {
    const column = findColumn(dataset, name);
    const parameter = `where_${index + 1}`;
    return { parameter, value: toBound(dataset, column, value), sql: `${column.name} = :${parameter}` };
  });
  const filter = conditions.length === 0 ? '' : ` WHERE ${conditions.map(({ sql }) => sql).join(' AND ')}`;
  return {
    sql: `SELECT symbol FROM instruments WHERE ${joined} IN (SELECT ${joined} FROM ${dataset}${filter}) ORDER BY symbol`,
    params: Object.fromEntries(conditions.map(({ parameter, value }) => [parameter, value])),
  };
}

function findColumn(dataset: StoredDatasetName, name: string): CanonicalColumn {
  const { columns } = canonicalDataset(dataset);
  const column = columns.find((each) => each.name === name);
  if (column !== undefined) return column;
  const known = columns.map((each) => each.name).join(', ');
  throw new EngineError(
    'step.params-invalid',
    `criteria.symbols names the column "${name.slice(0, 64)}", which ${dataset} does not have; it has: ${known}.`,
  );
}

function toBound(dataset: string, column: CanonicalColumn, value: WrittenValue): string | number {
  const bound = boundValue(column.kind, value);
  if (bound !== undefined) return bound;
  throw new EngineError('step.params-invalid', `criteria.symbols: ${describeMisfit(dataset, column, value)}`);
}

/** What is wrong with a value of `where`, in a sentence; `undefined` when its column can hold it. */
export function findMisfit(dataset: string, column: CanonicalColumn, value: JsonValue): string | undefined {
  const isValue = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  // Of other values the schema says all there is to say.
  if (!isValue || boundValue(column.kind, value) !== undefined) return undefined;
  return describeMisfit(dataset, column, value);
}

function describeMisfit(dataset: string, { name, kind }: CanonicalColumn, value: WrittenValue): string {
  return `No row of ${dataset} has the ${name} ${JSON.stringify(value).slice(0, 60)}: the column holds ${meanings[kind]}.`;
}

/** `undefined` when no row can have the value. */
function boundValue(kind: ColumnKind, value: WrittenValue): string | number | undefined {
  switch (kind) {
    case 'decimal':
    case 'integer':
      return typeof value === 'boolean' ? undefined : parseDecimal(String(value));
    case 'flag':
      return typeof value === 'boolean' || value === 0 || value === 1 ? Number(value) : undefined;
    case 'instant':
      return typeof value === 'string' ? parseInstant(value) : undefined;
    case 'date':
      return typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) ? value : undefined;
    case 'text':
      return typeof value === 'string' ? value : undefined;
  }
}

const meanings: Readonly<Record<ColumnKind, string>> = {
  text: 'text',
  decimal: 'decimals, such as "12.5"',
  integer: 'whole numbers, such as "12"',
  date: 'dates, such as "2024-01-31"',
  instant: 'instants, such as "2024-01-31T12:00:00.000Z"',
  flag: 'true or false',
};

function notStored(dataset: string): EngineError {
  return new EngineError(
    'step.unavailable',
    `Rows of ${dataset} cannot be stored yet in this release, so criteria.symbols cannot be compared with them. Working now: ${storedDatasetNames.join(', ')}.`,
    { details: { dataset } },
  );
}
