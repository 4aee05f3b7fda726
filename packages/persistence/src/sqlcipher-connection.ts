import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { EngineError } from '@daybook/kernel';
import sqlcipher from '@journeyapps/sqlcipher';
import { loadExtension } from './load-extension.ts';
import {
  type Bindings,
  createSqlcipherStatements,
  type SqlcipherStatements,
} from './sqlcipher-statements.ts';
import { toStoreError } from './store-error.ts';
import { isExactNumber, toBinding } from './to-binding.ts';

/** Values in order, or by name with the leading colon. */
export type StatementParameters = readonly unknown[] | Readonly<Record<string, unknown>>;

/** A result row: column name → value. */
export type ResultRow = Readonly<Record<string, unknown>>;

/** A connection that can't write: the file is opened read-only, and the connection refuses writes as well. */
export interface ReadConnection {
  /**
   * Runs one statement and gives all its rows.
   * @throws {EngineError} `store.failed` for a result that holds an integer beyond 2^53, which the driver has rounded.
   */
  all(sql: string, parameters?: StatementParameters): Promise<readonly ResultRow[]>;
  /** Breaks off whatever statement is running; it fails. Without effect when none is. */
  interrupt(): void;
  close(): Promise<void>;
}

/** The one connection that writes. */
export interface WriteConnection extends ReadConnection {
  /** Runs one statement and gives the number of rows that it inserted, changed or deleted. */
  run(sql: string, parameters?: StatementParameters): Promise<number>;
  /** Runs a script of several statements without parameters. */
  runScript(sql: string): Promise<void>;
}

export interface ConnectionSettings {
  readonly file: string;
  /** 32 bytes. */
  readonly key: Uint8Array;
}

/** How long a statement waits for another process's lock before it fails as `store.busy`. */
const busyTimeoutMs = 5000;

/**
 * What the writer keeps decrypted; to read and decrypt a page takes as long as to change a few rows in it. The ends of
 * all tables and indexes, where it writes, are far fewer pages.
 */
const cacheKibibytes = 4_096;

/** Opens a connection for reading; it sees every commit, and waits for no writer. */
export async function openReadConnection(settings: ConnectionSettings): Promise<ReadConnection> {
  const native = await openNative(settings, sqlcipher.OPEN_READONLY);
  const connection = readConnection(native, settings.file);
  await unlock(connection, settings.key);
  await connection.all('PRAGMA query_only = on');
  return connection;
}

/** Opens the connection for writing; the file is created when it is missing or empty. */
export async function openWriteConnection(settings: ConnectionSettings): Promise<WriteConnection> {
  const native = await openNative(settings, sqlcipher.OPEN_READWRITE | sqlcipher.OPEN_CREATE);
  const connection = writeConnection(native, settings.file);
  await unlock(connection, settings.key);
  await switchToLog(connection);
  await connection.all('PRAGMA synchronous = FULL');
  await connection.all('PRAGMA foreign_keys = on');
  await connection.all(`PRAGMA cache_size = -${cacheKibibytes}`);
  return connection;
}

/** How long to wait before the next try, in milliseconds. */
const switchPauseMs = 10;

/** Of two that make a file a database with a log at once, SQLite tells one that it is locked, and doesn't let it wait. */
async function switchToLog(connection: WriteConnection): Promise<void> {
  const until = performance.now() + busyTimeoutMs;
  for (;;) {
    try {
      await connection.all('PRAGMA journal_mode = WAL');
      return;
    } catch (cause) {
      const isBusy = EngineError.isInstance(cause) && cause.code === 'store.busy';
      if (isBusy && performance.now() < until) await pause(switchPauseMs);
      else {
        await connection.close();
        throw cause;
      }
    }
  }
}

/**
 * Opens a connection for writing to a file that lives no longer than the process and is made anew rather than mended,
 * with another database attached as `source`, for reading.
 * @param library an extension to load before anything else.
 */
export async function openCopyConnection(
  target: ConnectionSettings,
  source: ConnectionSettings,
  library: string,
): Promise<WriteConnection> {
  const mode = sqlcipher.OPEN_READWRITE | sqlcipher.OPEN_CREATE | sqlcipher.OPEN_URI;
  const native = await openNative(target, mode);
  const connection = writeConnection(native, target.file);
  await unlock(connection, target.key);
  try {
    await loadExtension(native, library).catch((cause: unknown) => {
      throw toStoreError(cause, target.file);
    });
    await connection.all('PRAGMA journal_mode = OFF');
    await connection.all('PRAGMA synchronous = OFF');
    const url = `${pathToFileURL(source.file).href}?mode=ro`;
    const key = Buffer.from(source.key).toString('hex');
    await connection.all(`ATTACH '${url.replaceAll("'", "''")}' AS source KEY "x'${key}'"`);
    return connection;
  } catch (cause) {
    await connection.close();
    throw cause;
  }
}

/** Hands the key over and reads something: a wrong key shows at the first read, not before. */
async function unlock(connection: ReadConnection, key: Uint8Array): Promise<void> {
  try {
    // First, or SQLCipher prints its own account of a wrong key to stderr.
    await connection.all('PRAGMA cipher_log = off');
    await connection.all(`PRAGMA key = "x'${Buffer.from(key).toString('hex')}'"`);
    await connection.all(`PRAGMA busy_timeout = ${busyTimeoutMs}`);
    await connection.all('SELECT count(*) AS objects FROM sqlite_schema');
  } catch (cause) {
    await connection.close();
    throw cause;
  }
}

function openNative({ file }: ConnectionSettings, mode: number): Promise<sqlcipher.Database> {
  return new Promise((resolve, reject) => {
    const native = new sqlcipher.Database(file, mode, (error) => {
      if (error) reject(toStoreError(error, file));
      else resolve(native);
    });
  });
}

function readConnection(native: sqlcipher.Database, file: string): ReadConnection {
  return baseConnection(native, createSqlcipherStatements(native, file), file);
}

function writeConnection(native: sqlcipher.Database, file: string): WriteConnection {
  const statements = createSqlcipherStatements(native, file);
  return {
    ...baseConnection(native, statements, file),
    run: async (sql, parameters = []) => statements.run(sql, toBindings(parameters)),
    runScript: (sql) =>
      new Promise((resolve, reject) => {
        native.exec(sql, (error) => (error ? reject(toStoreError(error, file)) : resolve()));
      }),
  };
}

function baseConnection(
  native: sqlcipher.Database,
  statements: SqlcipherStatements,
  file: string,
): ReadConnection {
  return {
    all: async (sql, parameters = []) => exact(await statements.all(sql, toBindings(parameters))),
    interrupt: () => native.interrupt(),
    async close() {
      statements.close();
      await new Promise<void>((resolve, reject) => {
        native.close((error) => (error ? reject(toStoreError(error, file)) : resolve()));
      });
    },
  };
}

function toBindings(parameters: StatementParameters): Bindings {
  if (isList(parameters)) return parameters.map(toBinding);
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, toBinding(value)]));
}

function isList(parameters: StatementParameters): parameters is readonly unknown[] {
  return Array.isArray(parameters);
}

function exact(rows: readonly ResultRow[]): readonly ResultRow[] {
  for (const row of rows) {
    for (const column in row) {
      const value = row[column];
      if (typeof value !== 'number' || isExactNumber(value)) continue;
      throw new EngineError(
        'store.failed',
        `The column ${column} holds the number ${value}, which is beyond 2^53 and no longer exact; select CAST(… AS TEXT).`,
      );
    }
  }
  return rows;
}
