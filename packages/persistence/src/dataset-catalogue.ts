import {
  canonicalDataset,
  type Instant,
  type SnapshotCell,
  type StoredDatasetName,
  storedDatasetNames,
} from '@daybook/kernel';
import type { Database } from './database.ts';
import type { ReadTransaction } from './transaction.ts';

/** What is stored of a dataset, over all providers. */
export interface StoredDatasetSummary {
  readonly rows: number;
  /** `null` for a dataset whose rows belong to no symbol. */
  readonly symbols: number | null;
  /** The oldest date or instant; `null` when there is none. */
  readonly from: string | null;
  readonly until: string | null;
  /** When a row was last written; `null` when none was. */
  readonly loadedAt: Instant | null;
}

/** What is there to be read. */
export interface DatasetCatalogue {
  /** Every dataset that the database keeps. */
  summaries(): Promise<ReadonlyMap<StoredDatasetName, StoredDatasetSummary>>;
  /** The newest rows of a dataset, of all providers, column → value; so many at most. */
  newestRows(
    name: StoredDatasetName,
    count: number,
  ): Promise<readonly Readonly<Record<string, SnapshotCell>>[]>;
}

/** The canonical datasets in the encrypted database, as figures; one query a dataset, all of one state. */
export function createDatasetCatalogue(database: Database): DatasetCatalogue {
  return {
    summaries: () =>
      database.read(async (transaction) => {
        const summaries = new Map<StoredDatasetName, StoredDatasetSummary>();
        for (const name of storedDatasetNames) summaries.set(name, await summarise(transaction, name));
        return summaries;
      }),
    newestRows: (name, count) =>
      database.read(async (transaction) => {
        const rows = await transaction.all(newestFirst(name), [count]);
        return rows.map(toCells);
      }),
  };
}

async function summarise({ all }: ReadTransaction, name: StoredDatasetName): Promise<StoredDatasetSummary> {
  const { columns } = canonicalDataset(name);
  const dated = columns.find(({ kind }) => kind === 'date' || kind === 'instant')?.name ?? 'NULL';
  const hasSymbol = columns.some((column) => column.name === 'symbol');
  // The names come from our own list of datasets, never from outside.
  const [row] = await all(
    `SELECT count(*) AS row_count, ${hasSymbol ? 'count(DISTINCT symbol)' : 'NULL'} AS symbols,
       min(${dated}) AS oldest, max(${dated}) AS newest, max(loaded_at) AS loaded_at
     FROM ${name}_all`,
  );
  return {
    rows: Number(row?.row_count ?? 0),
    symbols: hasSymbol ? Number(row?.symbols ?? 0) : null,
    from: text(row?.oldest),
    until: text(row?.newest),
    loadedAt: text(row?.loaded_at) as Instant | null,
  };
}

/** The names come from our own list of datasets, never from outside. */
function newestFirst(name: StoredDatasetName): string {
  const { newestColumn, key } = canonicalDataset(name);
  const newest = newestColumn === undefined ? '' : `${newestColumn} DESC, `;
  return `SELECT * FROM ${name}_all ORDER BY ${newest}loaded_at DESC, ${key.join(', ')}, provider LIMIT ?`;
}

function toCells(row: Readonly<Record<string, unknown>>): Readonly<Record<string, SnapshotCell>> {
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => [column, typeof value === 'number' ? value : text(value)]),
  );
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
