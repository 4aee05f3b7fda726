import { lstat, open } from 'node:fs/promises';
import { EngineError, type Sha256 } from '@daybook/kernel';
import { digestOf, moveToNewName, removeDatabaseFiles, syncFile, systemCode } from './durable-file.ts';
import { appliedVersion } from './migrate.ts';
import { findPageProblems } from './verify-pages.ts';
import { withReadConnection } from './with-connection.ts';

/** A backup that was written and read again. */
export interface Backup {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: Sha256;
  /** The newest migration that it holds. */
  readonly schemaVersion: number;
}

/** How far a backup got: `copied` into a file beside the target, `verified` there. */
export type BackupStage = 'copied' | 'verified';

export interface BackupOptions {
  /** The database; a server may be running on it. */
  readonly file: string;
  /** 32 bytes; the backup has the same key. */
  readonly key: Uint8Array;
  /** Where the backup goes; nothing may stand there. */
  readonly target: string;
  readonly onStage?: (stage: BackupStage) => void | Promise<void>;
}

/**
 * Writes a consistent, encrypted copy of the database as it is at one moment, with everything that was committed. The
 * copy is made as `<target>.partial`, and gets its name when it has been read again: whatever happens on the way, under
 * the target's name there is a whole backup or nothing.
 * @throws {EngineError} `usage.invalid` when something stands at the target; `store.failed` when it can't be written;
 *   and whatever opening the database gives.
 */
export async function backupDatabase(options: BackupOptions): Promise<Backup> {
  const { file, key, target } = options;
  await refuseExisting(target);
  const partial = `${target}.partial`;
  try {
    await reserve(partial);
    const schemaVersion = await copyInto(partial, { file, key });
    await options.onStage?.('copied');
    await check(partial, { key, schemaVersion, target });
    const digest = await digestOf(partial);
    await options.onStage?.('verified');
    await moveToNewName(partial, target);
    return { file: target, ...digest, schemaVersion };
  } catch (cause) {
    await removeDatabaseFiles(partial).catch(() => undefined);
    throw asBackupError(cause, target);
  }
}

async function refuseExisting(target: string): Promise<void> {
  const existing = await lstat(target).catch(() => undefined);
  if (existing !== undefined) throw exists(target);
}

function exists(target: string): EngineError {
  return new EngineError(
    'usage.invalid',
    `${target} exists, and a backup overwrites nothing; name a new file.`,
  );
}

/** The file is made before SQLite sees it, because SQLite would let everybody read it. */
async function reserve(partial: string): Promise<void> {
  await removeDatabaseFiles(partial);
  const reserved = await open(partial, 'wx', 0o600);
  await reserved.close();
}

function copyInto(
  partial: string,
  source: { readonly file: string; readonly key: Uint8Array },
): Promise<number> {
  return withReadConnection(source, async (connection) => {
    const version = await appliedVersion(connection);
    // It counts as a change, though of another file; this one is open for reading only.
    await connection.all('PRAGMA query_only = off');
    await connection.all('VACUUM INTO ?', [partial]);
    await syncFile(partial);
    return version;
  });
}

async function check(
  partial: string,
  expected: { readonly key: Uint8Array; readonly schemaVersion: number; readonly target: string },
): Promise<void> {
  const problem = await withReadConnection({ file: partial, key: expected.key }, async (connection) => {
    const version = await appliedVersion(connection);
    if (version !== expected.schemaVersion) return `its schema is ${version}, not ${expected.schemaVersion}`;
    const [broken] = await findPageProblems(connection);
    if (broken !== undefined) return broken;
    const [row] = await connection.all('PRAGMA integrity_check(1)');
    return row?.['integrity_check'] === 'ok' ? undefined : String(row?.['integrity_check']);
  });
  if (problem === undefined) return;
  throw new EngineError(
    'store.failed',
    `The backup ${expected.target} did not read back as it was written (${problem}) and was removed; choose another disk.`,
  );
}

function asBackupError(cause: unknown, target: string): EngineError {
  if (systemCode(cause) === 'EEXIST') return exists(target);
  if (EngineError.isInstance(cause) && cause.code !== 'store.failed') return cause;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new EngineError(
    'store.failed',
    `The backup ${target} could not be written, and nothing was left there: ${reason}`,
    { cause },
  );
}
