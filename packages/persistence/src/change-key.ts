import { EngineError } from '@daybook/kernel';
import type { WriteConnection } from './sqlcipher-connection.ts';
import { findPageProblems } from './verify-pages.ts';
import { opensWith, takeForAlone, withWriteConnection } from './with-connection.ts';

/** How far a change of the key got: the database is `alone`, its pages are `rewritten`, the log is `written-back`. */
export type KeyChangeStage = 'alone' | 'rewritten' | 'written-back';

export interface KeyChangeOptions {
  readonly file: string;
  /** 32 bytes. */
  readonly key: Uint8Array;
  /** 32 bytes. */
  readonly newKey: Uint8Array;
  /**
   * Puts the new key where it is found again beside the old one; called when nobody else has the database open, and
   * before anything changes.
   */
  readonly keepNewKey: () => void | Promise<void>;
  readonly onStage?: (stage: KeyChangeStage) => void | Promise<void>;
}

/**
 * Encrypts every page anew with another key, in one transaction: whenever the process dies, the database opens with the
 * old key or with the new one. When it resolves, it opens with the new key only.
 * @throws {EngineError} `store.busy` when another process has the database open; `store.key-rejected` when `key` is not
 *   the database's; `store.failed` when pages can't be written. Then the key is the old one.
 */
export async function changeKey(options: KeyChangeOptions): Promise<void> {
  const { file, key, newKey } = options;
  if (newKey.byteLength !== 32) {
    throw new EngineError('usage.invalid', `The new key has ${newKey.byteLength} bytes; a raw key has 32.`);
  }
  await withWriteConnection({ file, key }, (connection) => encryptAnew(connection, options));
  if (await opensWith({ file, key: newKey })) return;
  throw new EngineError(
    'store.failed',
    `The key of ${file} could not be changed, and the old one still opens it; see whether the disk is full.`,
  );
}

async function encryptAnew(
  connection: WriteConnection,
  { file, newKey, keepNewKey, onStage }: KeyChangeOptions,
): Promise<void> {
  await takeForAlone(connection, file);
  // With a log the pages in the file stay those of the old key until all new ones are safe.
  await connection.all('PRAGMA journal_mode = WAL');
  const [broken] = await findPageProblems(connection);
  if (broken !== undefined) {
    const message = `The database ${file} is damaged (${broken}), so its key was left as it is; restore it from a backup.`;
    throw new EngineError('store.damaged', message);
  }
  await keepNewKey();
  await onStage?.('alone');
  await connection.all(`PRAGMA rekey = "x'${Buffer.from(newKey).toString('hex')}'"`);
  await onStage?.('rewritten');
  // When pages could not be written SQLCipher says "ok" all the same, and the log is locked; the caller asks the file.
  await connection.all('PRAGMA wal_checkpoint(TRUNCATE)').catch(() => undefined);
  await onStage?.('written-back');
}
