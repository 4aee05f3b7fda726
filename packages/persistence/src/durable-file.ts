import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { link, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type Sha256, toSha256 } from '@daybook/kernel';

/** Waits until the bytes of a file would survive a power cut. */
export function syncFile(file: string): Promise<void> {
  return sync(file, 'r+');
}

/** Waits until the names in a file's folder would survive a power cut. */
export function syncFolderOf(file: string): Promise<void> {
  return sync(dirname(file), 'r');
}

async function sync(path: string, flags: string): Promise<void> {
  const handle = await open(path, flags);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Copies a file to a name that nothing stands at, for its owner's eyes only (mode 0600). */
export async function copyDurably(from: string, to: string): Promise<void> {
  await pipeline(createReadStream(from), createWriteStream(to, { flags: 'wx', mode: 0o600 }));
  await syncFile(to);
}

/** A file's hash, and how long it is. */
export async function digestOf(file: string): Promise<{ readonly sha256: Sha256; readonly bytes: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(file)) {
    if (!Buffer.isBuffer(chunk)) throw new TypeError('a file is read as bytes');
    hash.update(chunk);
    bytes += chunk.byteLength;
  }
  return { sha256: toSha256(hash.digest('hex')), bytes };
}

/**
 * Gives a finished file its name, whole or not at all.
 * @throws with code `EEXIST` when something stands at that name.
 */
export async function moveToNewName(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
    await rm(from);
  } catch (cause) {
    // A stick or a share may know no links; then the caller's own look for the name has to do.
    if (!hasNoLinks(cause)) throw cause;
    await rename(from, to);
  }
  await syncFolderOf(to);
}

/** A second name for a file, so that it stays when the first is given to another; a copy where there are no links. */
export async function keepUnder(file: string, name: string): Promise<void> {
  try {
    await link(file, name);
  } catch (cause) {
    if (!hasNoLinks(cause)) throw cause;
    await copyDurably(file, name);
  }
  await syncFolderOf(name);
}

function hasNoLinks(cause: unknown): boolean {
  return ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(systemCode(cause) ?? '');
}

/** The code of a failed system call, such as `ENOENT`. */
export function systemCode(cause: unknown): string | undefined {
  if (typeof cause !== 'object' || cause === null || !('code' in cause)) return undefined;
  return typeof cause.code === 'string' ? cause.code : undefined;
}

/** Removes a database file with all that SQLite keeps beside one; what is not there is no matter. */
export async function removeDatabaseFiles(file: string): Promise<void> {
  for (const suffix of ['', ...companions]) await rm(`${file}${suffix}`, { force: true });
}

/** What SQLite keeps beside a database: its log, the index of the log, and the journal. */
export const companions = ['-wal', '-shm', '-journal'] as const;
