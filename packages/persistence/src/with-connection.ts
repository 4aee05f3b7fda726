import { EngineError } from '@daybook/kernel';
import { toOpeningError } from './opening-error.ts';
import {
  type ConnectionSettings,
  openReadConnection,
  openWriteConnection,
  type ReadConnection,
  type WriteConnection,
} from './sqlcipher-connection.ts';

/**
 * Does something on a reading connection of its own; the schema stays as it is, and a server may be running.
 * @throws {EngineError} `store.key-rejected`, `store.damaged` or `store.failed` when the file can't be opened.
 */
export function withReadConnection<T>(
  settings: ConnectionSettings,
  work: (connection: ReadConnection) => Promise<T>,
): Promise<T> {
  return withConnection(openReadConnection, settings, work);
}

/** As {@link withReadConnection}, on a connection that can write. */
export function withWriteConnection<T>(
  settings: ConnectionSettings,
  work: (connection: WriteConnection) => Promise<T>,
): Promise<T> {
  return withConnection(openWriteConnection, settings, work);
}

async function withConnection<Connection extends ReadConnection, T>(
  open: (settings: ConnectionSettings) => Promise<Connection>,
  settings: ConnectionSettings,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const connection = await open(settings).catch(async (cause: unknown) => {
    throw await toOpeningError(cause, settings.file);
  });
  try {
    return await work(connection);
  } finally {
    await connection.close();
  }
}

/** A command that is about to end may finish; a server will not. */
const aloneTimeoutMs = 1000;

/**
 * Makes this connection the only one, writes the log back into the file, and keeps everybody else out until it closes.
 * The database is left without a log (`-wal`).
 * @throws {EngineError} `store.busy` when another process has the database open.
 */
export async function takeForAlone({ all }: WriteConnection, file: string): Promise<void> {
  try {
    await all(`PRAGMA busy_timeout = ${aloneTimeoutMs}`);
    await all('PRAGMA locking_mode = EXCLUSIVE');
    // Leaving the log needs every other connection closed, so this is also the proof that they are.
    await all('PRAGMA journal_mode = DELETE');
  } catch (cause) {
    if (!EngineError.isInstance(cause) || cause.code !== 'store.busy') throw cause;
    throw new EngineError(
      'store.busy',
      `Another process has the database ${file} open; stop the server and every other daybook command, and try again.`,
      { advice: { kind: 'backoff' }, cause },
    );
  }
}

/**
 * Whether the key opens the database.
 * @throws {EngineError} `store.busy`, `store.damaged` or `store.failed` when that can't be told.
 */
export async function opensWith(settings: ConnectionSettings): Promise<boolean> {
  try {
    await withReadConnection(settings, () => Promise.resolve());
    return true;
  } catch (cause) {
    if (EngineError.isInstance(cause) && cause.code === 'store.key-rejected') return false;
    throw cause;
  }
}
