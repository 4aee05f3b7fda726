import type { Kysely } from 'kysely';
import type {
  ReadConnection,
  ResultRow,
  StatementParameters,
  WriteConnection,
} from './sqlcipher-connection.ts';
import type { InternalTables } from './internal-tables.ts';

/** Typed queries over the internal tables, without a way to change them. */
export type ReadQueries = Pick<Kysely<InternalTables>, 'selectFrom'>;

/** Typed queries over the internal tables. */
export type WriteQueries = Pick<
  Kysely<InternalTables>,
  'selectFrom' | 'insertInto' | 'updateTable' | 'deleteFrom'
>;

/** Everything read in it comes from one state of the database. */
export interface ReadTransaction {
  readonly queries: ReadQueries;
  /** Runs one statement that Kysely can't spell, and gives its rows. */
  all(sql: string, parameters?: StatementParameters): Promise<readonly ResultRow[]>;
}

/** Everything written in it is kept together or not at all. */
export interface WriteTransaction extends ReadTransaction {
  readonly queries: WriteQueries;
  /** Runs one statement that Kysely can't spell, and gives the number of rows that it changed. */
  run(sql: string, parameters?: StatementParameters): Promise<number>;
}

/** Runs work between `BEGIN` and `COMMIT` on a read connection; the first statement fixes the state that it sees. */
export function inReadTransaction<T>(connection: ReadConnection, work: () => Promise<T>): Promise<T> {
  return inTransaction(connection, 'BEGIN', work);
}

/**
 * Runs work between `BEGIN IMMEDIATE` and a durable `COMMIT`. Immediate, because a transaction that reads first and
 * asks for the write lock later fails whenever somebody else has written in between.
 */
export function inWriteTransaction<T>(connection: WriteConnection, work: () => Promise<T>): Promise<T> {
  return inTransaction(connection, 'BEGIN IMMEDIATE', work);
}

/**
 * Runs work in a part of a write transaction that can be given up alone.
 * @returns whether it was kept, and what it gave or threw.
 * @throws what the work threw, when SQLite gave up the whole transaction, as it does when the disk is full.
 */
export async function inSavepoint<T>(
  connection: WriteConnection,
  work: () => Promise<T>,
): Promise<PartOutcome<T>> {
  await connection.all('SAVEPOINT part');
  try {
    const value = await work();
    await connection.all('RELEASE part');
    return { kind: 'kept', value };
  } catch (cause) {
    try {
      await connection.all('ROLLBACK TO part');
      await connection.all('RELEASE part');
    } catch {
      throw cause;
    }
    return { kind: 'undone', cause };
  }
}

/** What became of a part of a transaction. */
export type PartOutcome<T> =
  | { readonly kind: 'kept'; readonly value: T }
  | { readonly kind: 'undone'; readonly cause: unknown };

async function inTransaction<T>(
  connection: ReadConnection,
  begin: string,
  work: () => Promise<T>,
): Promise<T> {
  await connection.all(begin);
  try {
    const result = await work();
    await connection.all('COMMIT');
    return result;
  } catch (cause) {
    // SQLite has rolled back by itself after some errors; then ROLLBACK fails, and the first error is the one to tell.
    await connection.all('ROLLBACK').catch(() => undefined);
    throw cause;
  }
}
