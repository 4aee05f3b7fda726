import { type ColumnKind, canonicalDataset, storedDatasetNames } from '@daybook/kernel';
import type { NamedValue, Value } from './values/sql-type.ts';

/** Columns that every dataset has after its own. */
const commonColumns = ['provider', 'payload_sha256', 'run_id', 'loaded_at', 'extra'] as const;

const commonTypes = {
  provider: 'text',
  payload_sha256: 'text',
  run_id: 'text',
  loaded_at: 'instant',
  extra: 'json',
} as const;

const text = (type: Value['type']): Value => ({ type, affinity: 'text', approximate: false });

/** A column of kind `integer` holds a number of any length as text: it compares by value only like a decimal. */
const valuesOfKinds: Readonly<Record<ColumnKind, Value>> = {
  text: text('text'),
  decimal: text('decimal'),
  integer: text('decimal'),
  date: text('date'),
  instant: text('instant'),
  flag: { type: 'flag', affinity: 'number', approximate: false },
};

const tables = new Map<string, readonly NamedValue[]>(
  storedDatasetNames.flatMap((name) => {
    const own = canonicalDataset(name).columns.map((column) => ({
      name: column.name,
      value: valuesOfKinds[column.kind],
    }));
    const common = commonColumns.map((column) => ({ name: column, value: text(commonTypes[column]) }));
    const columns = [...own, ...common];
    return [
      [name, columns],
      [`${name}_all`, columns],
    ] as const;
  }),
);

/** The tables that a query may read: each dataset, and each with the rows of every provider. */
export const datasetTableNames: readonly string[] = [...tables.keys()];

/** The columns of a dataset's table in their order; `undefined` when no dataset has that name. */
export function datasetTable(name: string): readonly NamedValue[] | undefined {
  return tables.get(name.toLowerCase());
}
