import { type CanonicalDataset, type CanonicalRow, canonicalDataset } from '@daybook/kernel';
import type { RowBatch, RowStore } from '@daybook/stages-transform';
import { toRowCells } from './row-cells.ts';
import { countChangeSql, deleteOthersSql, insertQuarantineSql, upsertRowsSql } from './row-statements.ts';
import type { Database } from './database.ts';
import type { WriteTransaction } from './transaction.ts';

/** Rows in one statement: enough to make its cost vanish, few enough to keep its JSON at a megabyte or two. */
const rowsAStatement = 5000;

/** The canonical tables and the quarantine. */
export function createRowStore(database: Database): RowStore {
  return {
    async write(batch) {
      const dataset = canonicalDataset(batch.dataset);
      const statements = Array.from(toStatements(dataset, batch.rows));
      return database.write(async (transaction) => {
        const removed = batch.write === 'replace' ? await deleteOthers(transaction, dataset, batch) : 0;
        let written = 0;
        for (const rows of statements) {
          written += await transaction.run(upsertRowsSql(dataset), [
            rows,
            batch.provider,
            batch.runId,
            batch.loadedAt,
          ]);
        }
        if (written + removed > 0) await transaction.run(countChangeSql, [batch.dataset]);
        await quarantine(transaction, batch);
        return { written: written + removed, unchanged: batch.rows.length - written };
      });
    },
  };
}

/** The rows as the JSON texts that the statements read, spelled before the transaction begins. */
function* toStatements(dataset: CanonicalDataset, rows: readonly CanonicalRow[]): Generator<string> {
  for (let start = 0; start < rows.length; start += rowsAStatement) {
    const cells = rows
      .slice(start, start + rowsAStatement)
      .map((row) => [...toRowCells(dataset, row), row.payloadSha256]);
    yield JSON.stringify(cells);
  }
}

async function deleteOthers(
  transaction: WriteTransaction,
  dataset: CanonicalDataset,
  { rows, provider }: RowBatch,
): Promise<number> {
  // A batch without rows names no scope, so it replaces nothing.
  if (rows.length === 0) return 0;
  const columns = [...dataset.key, ...dataset.replaceScope];
  const kept = rows.map(({ values }) => columns.map((column) => values[column] ?? null));
  return transaction.run(deleteOthersSql(dataset), [JSON.stringify(kept), provider]);
}

async function quarantine(transaction: WriteTransaction, batch: RowBatch): Promise<void> {
  if (batch.quarantined.length === 0) return;
  const rows = batch.quarantined.map((row) => [
    row.payloadSha256,
    row.rowIndex,
    row.rule,
    row.field,
    row.value,
    JSON.stringify(row.raw),
  ]);
  await transaction.run(insertQuarantineSql, [
    JSON.stringify(rows),
    batch.provider,
    batch.dataset,
    batch.runId,
    batch.stepId,
    batch.loadedAt,
  ]);
}
