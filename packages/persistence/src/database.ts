import type { WriteConnection } from './sqlcipher-connection.ts';
import type { ReadTransaction, WriteTransaction } from './transaction.ts';

/** An open database. The stores of this package work on it; nobody else writes SQL. */
export interface Database {
  readonly file: string;
  /**
   * Runs work in one transaction on the one writer, after all work asked for before. It resolves when the change would
   * survive a power cut; when the work throws, nothing is kept. Work that waits at the same time shares a commit, which
   * shows in nothing but speed; a disk that is full ends all that share it.
   * @throws {EngineError} `store.busy` when another process holds the write lock for more than five seconds.
   */
  write<T>(work: (transaction: WriteTransaction) => Promise<T>): Promise<T>;
  /**
   * Runs one statement, in its order among the work, that takes a JSON array as `?1`. The item is one or more of its values,
   * with commas between them; items that wait side by side for the same statement go in together. It resolves as
   * {@link write}; an item that is refused leaves the others alone.
   */
  writeItem(statement: string, item: string): Promise<void>;
  /**
   * Runs work against one state of the database, on a connection that can't write. Never waits for a writer. When the
   * signal aborts, the statement under way is broken off.
   */
  read<T>(work: (transaction: ReadTransaction) => Promise<T>, signal?: AbortSignal): Promise<T>;
  /**
   * Runs work in one transaction on a connection of its own to another encrypted file, which is made if it is missing and
   * doesn't survive a power cut. This database is attached to it as `source`, for reading, in one state; decimals can be
   * declared `COLLATE decimal`. When the signal aborts, the statement under way is broken off.
   * @throws {EngineError} `store.extension-missing`; `store.failed` when the file can't be written.
   */
  copy<T>(
    target: { readonly file: string; readonly key: Uint8Array },
    work: (connection: Pick<WriteConnection, 'all' | 'run'>) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T>;
  /** Waits for work under way, breaks off statements that read for longer than a second, writes the log back into the file and closes every connection; twice is harmless. */
  close(): Promise<void>;
}
