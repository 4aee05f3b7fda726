import type { DatasetDocument } from '@daybook/api-contract';

/** How many rows a first look shows. */
const firstRows = 20;

/** A query to begin with: the newest rows of a dataset, without the columns that say where they came from. */
export function firstQuery({ name, columns }: Pick<DatasetDocument, 'name' | 'columns'>): string {
  const own = ownColumns(columns);
  const newest = own.find(({ type }) => type === 'date' || type === 'instant');
  const order = newest === undefined ? (own[0]?.name ?? '1') : `${newest.name} DESC`;
  return `SELECT ${own.map((column) => column.name).join(', ')}\nFROM ${name}\nORDER BY ${order}\nLIMIT ${firstRows}`;
}

/** The dataset's own columns; those that every dataset has come last, from `provider` on. */
export function ownColumns(columns: DatasetDocument['columns']): DatasetDocument['columns'] {
  const end = columns.findIndex(({ name }) => name === 'provider');
  return end < 0 ? columns : columns.slice(0, end);
}
