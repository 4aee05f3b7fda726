import type { ReadTransaction, WriteTransaction } from './transaction.ts';

/** An open database. The stores of this package work on it; nobody else writes SQL. */
export interface Database {
  readonly file: string;
  /**
   * Runs work in one transaction on the one writer, after all work asked for before. It resolves when the change would
   * survive a power cut; when the work throws, nothing is kept.
   * @throws {EngineError} `store.busy` when another process holds the write lock for more than five seconds.
   */
  write<T>(work: (transaction: WriteTransaction) => Promise<T>): Promise<T>;
  /** Runs work against one state of the database, on a connection that can't write. Never waits for a writer. */
  read<T>(work: (transaction: ReadTransaction) => Promise<T>): Promise<T>;
  /** Waits for work under way, writes the log back into the file and closes every connection; twice is harmless. */
  close(): Promise<void>;
}
