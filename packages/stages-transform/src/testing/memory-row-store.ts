import {
  type CanonicalDataset,
  type CanonicalRow,
  type CanonicalValue,
  canonicalDataset,
  type StoredDatasetName,
  type QuarantinedRow,
} from '@daybook/kernel';
import type { RowBatch, RowStore } from '../row-store.ts';

/** A row as it is stored. */
export interface StoredRow extends CanonicalRow {
  readonly provider: string;
}

/** A row store that forgets everything with the process, and what it holds. */
export interface MemoryRowStore extends RowStore {
  /** All rows of the dataset, by provider and key. */
  rows(dataset: StoredDatasetName): Promise<readonly StoredRow[]>;
  /** All findings, in the order in which they were first written. */
  quarantined(): Promise<readonly QuarantinedRow[]>;
}

/** Keeps rows in memory, by the rules that every row store has. */
export function createMemoryRowStore(): MemoryRowStore {
  const tables = new Map<StoredDatasetName, Map<string, StoredRow>>();
  const findings = new Map<string, QuarantinedRow>();

  function tableOf(dataset: StoredDatasetName): Map<string, StoredRow> {
    const table = tables.get(dataset) ?? new Map<string, StoredRow>();
    tables.set(dataset, table);
    return table;
  }

  return {
    async write(batch) {
      const table = tableOf(batch.dataset);
      const removed = batch.write === 'replace' ? removeOthers(table, batch) : 0;
      const written = batch.rows.filter((row) => writeRow(table, batch, row)).length;
      for (const row of batch.quarantined) {
        const key = findingKey(batch, row);
        if (!findings.has(key)) findings.set(key, structuredClone(row));
      }
      return { written: written + removed, unchanged: batch.rows.length - written };
    },
    rows: (dataset) => {
      const sorted = [...tableOf(dataset)].sort(([a], [b]) => (a < b ? -1 : 1));
      return Promise.resolve(sorted.map(([, row]) => row));
    },
    quarantined: () => Promise.resolve([...findings.values()]),
  };
}

function writeRow(
  table: Map<string, StoredRow>,
  { dataset, provider }: RowBatch,
  row: CanonicalRow,
): boolean {
  const { key, columns } = canonicalDataset(dataset);
  const place = textOf([provider], row, key);
  const names = columns.map(({ name }) => name);
  const stored = table.get(place);
  if (stored && textOf([], stored, names) === textOf([], row, names)) return false;
  table.set(place, { ...structuredClone(row), provider });
  return true;
}

function removeOthers(table: Map<string, StoredRow>, { dataset, provider, rows }: RowBatch): number {
  const before = table.size;
  const { key, replaceScope }: CanonicalDataset = canonicalDataset(dataset);
  const scopes = new Set(rows.map((row) => textOf([], row, replaceScope)));
  const kept = new Set(rows.map((row) => textOf([provider], row, key)));
  for (const [place, row] of table) {
    if (row.provider !== provider || kept.has(place)) continue;
    if (scopes.has(textOf([], row, replaceScope))) table.delete(place);
  }
  return before - table.size;
}

function textOf(
  start: readonly CanonicalValue[],
  { values }: CanonicalRow,
  columns: readonly string[],
): string {
  return JSON.stringify([...start, ...columns.map((column) => values[column] ?? null)]);
}

function findingKey({ provider, dataset }: RowBatch, row: QuarantinedRow): string {
  return JSON.stringify([row.payloadSha256, provider, dataset, row.rowIndex, row.rule, row.field]);
}
