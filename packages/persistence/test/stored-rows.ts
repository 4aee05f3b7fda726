import {
  type CanonicalValue,
  canonicalDataset,
  type StoredDatasetName,
  type QuarantinedRow,
  toSha256,
} from '@daybook/kernel';
import { createRowStore, type Database } from '@daybook/persistence';
import type { RowStoreFixture, StoredRow } from '@daybook/stages-transform/testing';

/** The row store of a database, with a look into its tables. */
export function rowStoreFixture(database: Database): RowStoreFixture {
  return {
    ...createRowStore(database),
    rows: (dataset) => readRows(database, dataset),
    quarantined: () => readQuarantine(database),
  };
}

async function readRows(database: Database, name: StoredDatasetName): Promise<readonly StoredRow[]> {
  const { columns, key } = canonicalDataset(name);
  const rows = await database.read(({ all }) =>
    all(`SELECT * FROM ${name}_all ORDER BY provider, ${key.join(', ')}`),
  );
  return rows.map((row) => ({
    values: Object.fromEntries(
      columns.map((column) => [column.name, toValue(column.kind, row[column.name])]),
    ),
    payloadSha256: toSha256(String(row.payload_sha256)),
    provider: String(row.provider),
  }));
}

function toValue(kind: string, value: unknown): CanonicalValue {
  return kind === 'flag' && value !== null ? value === 1 : toText(value);
}

async function readQuarantine(database: Database): Promise<readonly QuarantinedRow[]> {
  const rows = await database.read(({ all }) => all('SELECT * FROM quarantine ORDER BY quarantine_id'));
  return rows.map((row) => ({
    rowIndex: Number(row.row_index),
    rule: String(row.rule),
    field: toText(row.field),
    value: toText(row.value),
    raw: JSON.parse(String(row.raw)) as QuarantinedRow['raw'],
    payloadSha256: toSha256(String(row.payload_sha256)),
  }));
}

function toText(value: unknown): string | null {
  if (value === null || typeof value === 'string') return value;
  throw new TypeError(`stored as ${typeof value}`);
}
