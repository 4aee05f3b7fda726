import type { Stats } from 'node:fs';
import { mkdir, open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { EngineError } from '@daybook/kernel';
import type { Database } from './database.ts';
import { migrate } from './migrate.ts';
import { toOpeningError } from './opening-error.ts';
import { findNativeLibrary } from './native-library.ts';
import { createReaderPool } from './reader-pool.ts';
import { runCommitScript } from './run-commits.ts';
import {
  type ConnectionSettings,
  openCopyConnection,
  openReadConnection,
  openWriteConnection,
  type ReadConnection,
  type WriteConnection,
} from './sqlcipher-connection.ts';
import { typedQueries } from './sqlcipher-dialect.ts';
import { nativeCode } from './store-error.ts';
import { inReadTransaction } from './transaction.ts';
import { createWriteQueue } from './write-queue.ts';

/** Connections that read at the same time; SQLite's work on them runs on threads of its own. */
const readerCount = 2;

/**
 * Opens the encrypted database in that file, creates it (mode 0600, its folder 0700) when it is missing, and brings its
 * schema up to date.
 * @param options.key the raw 256-bit key: 32 bytes.
 * @throws {EngineError} `store.key-rejected` when the key is not that of the file, or the file is not encrypted;
 *   `store.damaged`; `store.migration-failed` for a database of a newer release; `store.failed` when the file or its
 *   folder can't be made.
 */
export async function openDatabase(options: {
  readonly file: string;
  readonly key: Uint8Array;
}): Promise<Database> {
  const { file, key } = options;
  if (key.byteLength !== 32) {
    throw new EngineError(
      'store.key-rejected',
      `The key for ${file} has ${key.byteLength} bytes; a raw key has 32.`,
    );
  }
  await createFile(file);
  const writer = await openWriter({ file, key });
  return handle({ file, key }, writer);
}

/** How long another process may take between making the file and writing its first page, in milliseconds. */
const creationMs = 10_000;

/** A file that lost all its bytes must not be taken for a new one: what it recorded would be forgotten without a word. */
function refuseEmptied(file: string, { size, mtimeMs }: Stats): void {
  if (size > 0 || Date.now() - mtimeMs < creationMs) return;
  throw new EngineError(
    'store.damaged',
    `The database ${file} is empty; restore it from a backup, or remove the file to begin anew.`,
  );
}

/** The file is made before SQLite sees it, because SQLite would let everybody read it. */
async function createFile(file: string): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    const created = await open(file, 'wx', 0o600);
    await created.close();
  } catch (cause) {
    // The folder may be what exists already, as a file: then there is nothing to look at.
    const existing = isExisting(cause) ? await stat(file).catch(() => undefined) : undefined;
    if (existing !== undefined) return refuseEmptied(file, existing);
    throw new EngineError('store.failed', `The database ${file} can't be created: ${String(cause)}.`, {
      cause,
    });
  }
}

function isExisting(cause: unknown): boolean {
  return typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === 'EEXIST';
}

async function openWriter(settings: ConnectionSettings): Promise<WriteConnection> {
  try {
    const connection = await openWriteConnection(settings);
    try {
      await migrate(connection, settings.file);
      await connection.runScript(runCommitScript);
      return connection;
    } catch (cause) {
      await connection.close();
      throw cause;
    }
  } catch (cause) {
    throw await toOpeningError(cause, settings.file);
  }
}

function handle(settings: ConnectionSettings, writer: WriteConnection): Database {
  const { file } = settings;
  const queue = createWriteQueue(writer);
  const readers = createReaderPool({
    size: readerCount,
    open: async () => {
      const connection = await openReadConnection(settings);
      return { connection, queries: typedQueries(connection) };
    },
    close: ({ connection }) => connection.close(),
  });
  const underWay = new Set<Promise<unknown>>();
  const closed = new AbortController();
  let closing: Promise<void> | undefined;

  function track<T>(start: () => Promise<T>): Promise<T> {
    if (closing) {
      return Promise.reject(new EngineError('store.failed', `The database ${file} is closed already.`));
    }
    const work = start();
    const settled: Promise<unknown> = work.catch(() => undefined).finally(() => underWay.delete(settled));
    underWay.add(settled);
    return work;
  }

  async function closeAll(): Promise<void> {
    const patience = setTimeout(() => closed.abort(), closingPatienceMs);
    await Promise.all(underWay);
    clearTimeout(patience);
    await readers.close();
    await closeWriter(writer);
  }

  return {
    file,
    write: (work) => track(() => queue.write(work)),
    writeItem: (statement, item) => track(() => queue.writeItem(statement, item)),
    read: (work, signal) =>
      track(() =>
        readers.use(({ connection, queries }) =>
          interruptible(connection, signal === undefined ? [closed.signal] : [closed.signal, signal], () =>
            inReadTransaction(connection, () => work({ queries, all: connection.all })),
          ),
        ),
      ),
    copy: (target, work, signal) =>
      track(async () => {
        const connection = await openCopyConnection(target, settings, findNativeLibrary());
        try {
          return await interruptible(
            connection,
            signal === undefined ? [closed.signal] : [closed.signal, signal],
            () => inReadTransaction(connection, () => work(connection)),
          );
        } finally {
          await connection.close();
        }
      }),
    close: () => (closing ??= closeAll()),
  };
}

/** How long statements that read may go on while the database closes, in milliseconds. */
const closingPatienceMs = 1_000;

async function interruptible<T>(
  connection: ReadConnection,
  signals: readonly AbortSignal[],
  work: () => Promise<T>,
): Promise<T> {
  const interrupt = (): void => connection.interrupt();
  for (const signal of signals) {
    signal.throwIfAborted();
    signal.addEventListener('abort', interrupt, { once: true });
  }
  try {
    return await work();
  } finally {
    for (const signal of signals) signal.removeEventListener('abort', interrupt);
  }
}

async function closeWriter(writer: WriteConnection): Promise<void> {
  // Another process that reads right now keeps the log; it is no reason to wait.
  await writer.all('PRAGMA busy_timeout = 0');
  await writer.all('PRAGMA wal_checkpoint(TRUNCATE)').catch((cause: unknown) => {
    if (!EngineError.isInstance(cause) || nativeCode(cause.cause) !== 'SQLITE_BUSY') throw cause;
  });
  await writer.close();
}
