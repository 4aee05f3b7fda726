import { rename, rm, stat } from 'node:fs/promises';
import { EngineError, type Instant } from '@daybook/kernel';
import {
  companions,
  copyDurably,
  keepUnder,
  removeDatabaseFiles,
  syncFolderOf,
  systemCode,
} from './durable-file.ts';
import { type CheckProgress, type Verification, verifyDatabase } from './verify-database.ts';
import { takeForAlone, withWriteConnection } from './with-connection.ts';

/** What a restore did. */
export interface Restored {
  readonly file: string;
  /** Where the database of before is kept; `null` when there was none. */
  readonly former: string | null;
  /** What the backup's verification looked at. */
  readonly verification: Verification;
}

/** How far a restore got: the copy is `verified`, the former database has its second name (`kept`). */
export type RestoreStage = 'verified' | 'kept';

export interface RestoreOptions {
  readonly backup: string;
  /** The database to replace; it need not exist. */
  readonly file: string;
  /** 32 bytes, the key of the backup. */
  readonly key: Uint8Array;
  /** The former database is called after it. */
  readonly now: Instant;
  readonly onProgress?: (progress: CheckProgress) => void;
  readonly onStage?: (stage: RestoreStage) => void | Promise<void>;
}

/**
 * Puts a backup in the place of the database. The backup is copied beside the database as `<file>.restoring` and
 * verified there, the former database keeps its bytes as `<file>.before-restore-<time>`, and the copy takes the
 * database's name in one step: a process that dies on the way leaves the former database or the new one. Migrations run
 * when the database is opened next.
 * @throws {EngineError} `usage.invalid` when the backup can't be one; `store.key-rejected`, `store.damaged` or
 *   `store.migration-failed` for what it is; `store.busy` when another process has the database open. Then the database
 *   is as it was.
 */
export async function restoreDatabase(options: RestoreOptions): Promise<Restored> {
  const { file } = options;
  await refuseWhatIsNoBackup(options);
  const staged = `${file}.restoring`;
  try {
    const verification = await stage(staged, options);
    await options.onStage?.('verified');
    const former = await keepFormer(options);
    await options.onStage?.('kept');
    await rename(staged, file);
    await syncFolderOf(file);
    return { file, former, verification };
  } catch (cause) {
    await removeDatabaseFiles(staged).catch(() => undefined);
    throw asRestoreError(cause, options);
  }
}

async function refuseWhatIsNoBackup({ backup, file }: RestoreOptions): Promise<void> {
  const given = await stat(backup).catch(() => undefined);
  if (given === undefined || !given.isFile()) {
    throw new EngineError('usage.invalid', `There is no file ${backup}; name the file of a backup.`);
  }
  const current = await stat(file).catch(() => undefined);
  if (current !== undefined && current.dev === given.dev && current.ino === given.ino) {
    throw new EngineError('usage.invalid', `${backup} is the database itself; name the file of a backup.`);
  }
  const log = await stat(`${backup}-wal`).catch(() => undefined);
  if (log !== undefined && log.size > 0) {
    throw new EngineError(
      'usage.invalid',
      `${backup} is a database in use, with changes in ${backup}-wal, not a backup; make one with daybook backup.`,
    );
  }
}

/** What will become the database is what gets verified, not the file that it came from. */
async function stage(staged: string, options: RestoreOptions): Promise<Verification> {
  const { backup, key, onProgress } = options;
  await removeDatabaseFiles(staged);
  await copyDurably(backup, staged);
  const verification = await verifyDatabase({
    file: staged,
    key,
    ...(onProgress === undefined ? {} : { onProgress }),
  });
  const problem = verification.checks.flatMap(({ problems }) => problems)[0];
  if (problem !== undefined) {
    throw new EngineError(
      'store.damaged',
      `The backup ${backup} is not sound, so the database was left as it is; try an older backup. ${problem}`,
    );
  }
  // A look at a copy that was made with a log leaves an empty one.
  for (const suffix of companions) await rm(`${staged}${suffix}`, { force: true });
  return verification;
}

async function keepFormer({ file, key, now }: RestoreOptions): Promise<string | null> {
  const current = await stat(file).catch(() => undefined);
  if (current === undefined) return null;
  const former = `${file}.before-restore-${now.replaceAll(/[-:]/g, '')}`;
  if (current.size > 0) await writeLogBack(file, key);
  // What is left beside a database that does not open belongs to it, and would spoil the one that takes its place.
  for (const suffix of companions) {
    await rename(`${file}${suffix}`, `${former}${suffix}`).catch((cause: unknown) => {
      if (systemCode(cause) !== 'ENOENT') throw cause;
    });
  }
  await keepUnder(file, former);
  return former;
}

/** A database that is damaged or has another key is kept as it is: replacing it is what a restore is for. */
async function writeLogBack(file: string, key: Uint8Array): Promise<void> {
  try {
    await withWriteConnection({ file, key }, (connection) => takeForAlone(connection, file));
  } catch (cause) {
    const broken = ['store.key-rejected', 'store.damaged'];
    if (!EngineError.isInstance(cause) || !broken.includes(cause.code)) throw cause;
  }
}

function asRestoreError(cause: unknown, { backup, file }: RestoreOptions): EngineError {
  if (EngineError.isInstance(cause)) {
    // The staged copy's name means nothing to a person.
    const message = cause.message.replaceAll(`${file}.restoring`, backup);
    return new EngineError(cause.code, message, { advice: cause.advice, cause });
  }
  return new EngineError(
    'store.failed',
    `The backup ${backup} could not be put in place of ${file}: ${cause instanceof Error ? cause.message : String(cause)}.`,
    { cause },
  );
}
