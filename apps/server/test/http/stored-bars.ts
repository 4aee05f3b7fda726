import {
  canonicalDataset,
  type CanonicalValue,
  parseInstant,
  sha256,
  type StoredDatasetName,
  toRunId,
} from '@daybook/kernel';
import { createRowStore, openDatabase } from '@daybook/persistence';

/** Where rows go: a database that may be open elsewhere. */
interface DatabaseFile {
  readonly databaseFile: string;
  readonly key: Uint8Array;
}

/** Column → value; columns that are left out hold nothing. */
export type SmallRow = Readonly<Record<string, string>>;

/** Three bars whose closes a float would add up wrongly, and that compare wrongly as text. */
const smallBars: readonly SmallRow[] = [
  bar('NRTH', '2026-03-04', '9.1'),
  bar('NRTH', '2026-03-05', '10.2'),
  bar('TIDE', '2026-03-05', '100.00000000000000001'),
];

function bar(symbol: string, date: string, close: string): SmallRow {
  return { symbol, date, open: close, high: close, low: close, close };
}

/** Stores those bars. */
export function storeBars(file: DatabaseFile): Promise<void> {
  return storeRows(file, 'ohlcv', smallBars);
}

/** Stores rows of a dataset, as if a run had loaded them from the sample. */
export async function storeRows(
  { databaseFile, key }: DatabaseFile,
  dataset: StoredDatasetName,
  rows: readonly SmallRow[],
): Promise<void> {
  const loadedAt = parseInstant('2026-03-06T20:00:00Z');
  if (loadedAt === undefined) throw new Error('no instant');
  const database = await openDatabase({ file: databaseFile, key });
  try {
    await createRowStore(database).write({
      dataset,
      provider: 'sample',
      write: 'merge',
      rows: rows.map((row) => ({ values: toValues(dataset, row), payloadSha256: sha256(dataset) })),
      quarantined: [],
      runId: toRunId('run_1'),
      stepId: 'rows',
      loadedAt,
    });
  } finally {
    await database.close();
  }
}

function toValues(dataset: StoredDatasetName, row: SmallRow): Record<string, CanonicalValue> {
  return Object.fromEntries(canonicalDataset(dataset).columns.map(({ name }) => [name, row[name] ?? null]));
}
