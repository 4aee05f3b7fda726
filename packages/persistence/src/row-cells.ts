import {
  type CanonicalColumn,
  type CanonicalDataset,
  type CanonicalRow,
  type CanonicalValue,
  EngineError,
} from '@daybook/kernel';

/**
 * A row's values in the order of the dataset's columns.
 * @throws {EngineError} `store.failed` for a column that is missing or unknown, and for a value of the wrong kind: SQLite
 *   would turn a number into text by way of a float, and keep it.
 */
export function toRowCells(dataset: CanonicalDataset, { values }: CanonicalRow): readonly CanonicalValue[] {
  const cells = dataset.columns.map((column) => toCell(dataset, column, values[column.name]));
  if (Object.keys(values).length > cells.length) {
    const known = new Set(dataset.columns.map(({ name }) => name));
    const unknown = Object.keys(values).find((name) => !known.has(name));
    throw refused(dataset, `the unknown column ${unknown}`);
  }
  return cells;
}

function toCell(
  dataset: CanonicalDataset,
  { name, kind }: CanonicalColumn,
  value: CanonicalValue | undefined,
): CanonicalValue {
  if (value === null || typeof value === (kind === 'flag' ? 'boolean' : 'string')) return value ?? null;
  throw refused(dataset, value === undefined ? `no column ${name}` : `a ${typeof value} in ${name}`);
}

function refused({ name }: CanonicalDataset, what: string): EngineError {
  return new EngineError('store.failed', `A row for ${name} has ${what}; the transform step must map it.`);
}
