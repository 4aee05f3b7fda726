import { EngineError } from '@daybook/kernel';
import type { Migration } from './migrations/migration.ts';
import { migrations } from './migrations/migrations.ts';
import type { ReadConnection, WriteConnection } from './sqlcipher-connection.ts';
import { inWriteTransaction } from './transaction.ts';

/** The record of what was applied; made before the first migration, so it is part of none. */
const recordTable = `CREATE TABLE IF NOT EXISTS schema_migrations (
  version INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  applied_at TEXT NOT NULL
) STRICT`;

/**
 * Applies the migrations that the database lacks, forward only, each in a transaction of its own.
 * @throws {EngineError} `store.migration-failed` when a newer release has migrated the database, or a migration fails;
 *   then the database stays as the migration before left it.
 */
export async function migrate(
  connection: WriteConnection,
  file: string,
  known: readonly Migration[] = migrations,
): Promise<void> {
  const newest = known.at(-1)?.version ?? 0;
  const applied = await appliedVersion(connection);
  if (applied > newest) throw newerRelease(file, applied, newest);
  for (const migration of known) {
    if (migration.version > applied) await apply(connection, file, migration);
  }
}

/** The newest migration that the database has; 0 for one without any. */
export async function appliedVersion(connection: ReadConnection): Promise<number> {
  const [table] = await connection.all(`SELECT 1 FROM sqlite_schema WHERE name = 'schema_migrations'`);
  if (table === undefined) return 0;
  const [row] = await connection.all('SELECT coalesce(max(version), 0) AS version FROM schema_migrations');
  return Number(row?.version);
}

function apply(connection: WriteConnection, file: string, migration: Migration): Promise<void> {
  return inWriteTransaction(connection, async () => {
    await connection.runScript(recordTable);
    // Another process may have been first while this one waited for the lock.
    if ((await appliedVersion(connection)) >= migration.version) return;
    try {
      await connection.runScript(migration.sql);
    } catch (cause) {
      throw new EngineError(
        'store.migration-failed',
        `The database ${file} can't be brought to schema ${migration.version} (${migration.name}) and was left as it was; report this, and go on with the former release.`,
        { cause },
      );
    }
    await connection.run(
      `INSERT INTO schema_migrations (version, name, applied_at) VALUES (?, ?, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))`,
      [migration.version, migration.name],
    );
  });
}

function newerRelease(file: string, applied: number, newest: number): EngineError {
  return new EngineError(
    'store.migration-failed',
    `The database ${file} was last used by a newer release of Daybook (its schema is ${applied}, this release knows ${newest}); upgrade Daybook, or restore a backup made with this release.`,
  );
}
