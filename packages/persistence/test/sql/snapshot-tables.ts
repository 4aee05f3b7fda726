import { canonicalDataset, storedDatasetNames } from '@daybook/kernel';

const types = {
  decimal: 'TEXT COLLATE decimal',
  integer: 'TEXT COLLATE decimal',
  flag: 'INTEGER',
  text: 'TEXT',
  date: 'TEXT',
  instant: 'TEXT',
};

/** Statements that make the table of every dataset, with all columns, as a snapshot has them. */
export const fullTables: readonly string[] = storedDatasetNames.map((name) => {
  const { columns, key } = canonicalDataset(name);
  const own = columns.map((column) => `${column.name} ${types[column.kind]}`);
  const common = ['provider', 'payload_sha256', 'run_id', 'loaded_at', 'extra'].map(
    (column) => `${column} TEXT`,
  );
  return `CREATE TABLE ${name} (${[...own, ...common].join(', ')}, PRIMARY KEY (${key.join(', ')})) WITHOUT ROWID`;
});
