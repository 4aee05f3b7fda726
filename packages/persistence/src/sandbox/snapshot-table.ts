import {
  type CanonicalDataset,
  canonicalDataset,
  type ColumnKind,
  storedDatasetNames,
} from '@daybook/kernel';

/** A table of a snapshot: a dataset's rows, one a key or (`…_all`) one a key and provider, with some of its columns. */
export interface SnapshotTable {
  readonly name: string;
  /** Those of the key first. */
  readonly columns: readonly string[];
}

/** A column that policies may read, and what it holds. */
export interface ReadableColumn {
  readonly name: string;
  readonly kind: ColumnKind;
}

/** The columns that every dataset has beside its own: where a row came from. */
const originColumns: readonly ReadableColumn[] = [
  { name: 'provider', kind: 'text' },
  { name: 'payload_sha256', kind: 'text' },
  { name: 'run_id', kind: 'text' },
  { name: 'loaded_at', kind: 'instant' },
  { name: 'extra', kind: 'text' },
];

interface ReadableTable {
  readonly key: readonly string[];
  readonly columns: readonly ReadableColumn[];
}

/** Every table that policies may read, by its name. */
export const readableTables: ReadonlyMap<string, ReadableTable> = new Map(
  storedDatasetNames.flatMap((name) => tablesOf(canonicalDataset(name))),
);

function tablesOf({ name, key, columns }: CanonicalDataset): readonly (readonly [string, ReadableTable])[] {
  const readable = [...columns, ...originColumns];
  return [
    [name, { key, columns: readable }],
    [`${name}_all`, { key: [...key, 'provider'], columns: readable }],
  ];
}

/** Every readable table with all its columns. */
export function wholeTables(): readonly SnapshotTable[] {
  return [...readableTables].map(([name, { columns }]) =>
    snapshotTable(
      name,
      columns.map((each) => each.name),
    ),
  );
}

/** The table with its key and the columns of those names. */
export function snapshotTable(name: string, used: Iterable<string>): SnapshotTable {
  const { key, columns } = readable(name);
  const wanted = new Set(used);
  const others = columns.filter((column) => wanted.has(column.name) && !key.includes(column.name));
  return { name, columns: [...key, ...others.map((column) => column.name)] };
}

/** The statement that makes the table; its decimals compare by value, which needs the collation of that name. */
export function createTableSql({ name, columns }: SnapshotTable): string {
  const { key, columns: all } = readable(name);
  const kinds = new Map(all.map((column) => [column.name, column.kind]));
  const spelled = columns.map((column) => `${column} ${declaredType(kinds.get(column))}`);
  return `CREATE TABLE ${name} (${spelled.join(', ')}, PRIMARY KEY (${key.join(', ')})) WITHOUT ROWID`;
}

function declaredType(kind: ColumnKind | undefined): string {
  switch (kind) {
    case 'decimal':
    case 'integer':
      return 'TEXT COLLATE decimal';
    case 'flag':
      return 'INTEGER';
    default:
      return 'TEXT';
  }
}

function readable(name: string): ReadableTable {
  const table = readableTables.get(name);
  if (table === undefined) throw new RangeError(`no readable table ${name}`);
  return table;
}
