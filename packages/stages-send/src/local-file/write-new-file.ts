import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { link, open, readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { type Sha256, sha256 } from '@daybook/kernel';
import { hasErrorCode } from './file-error.ts';

/** Only the owner may read what was delivered. */
const PRIVATE_FILE = 0o600;

/** The bytes of a file, and what their SHA-256 is. */
interface Content {
  readonly bytes: Uint8Array;
  readonly sha256: Sha256;
}

/**
 * Makes a file appear under its name complete and durable, or not at all, and never in place of another.
 * @param beforePublish Runs when the bytes are on disk under a name of no meaning; the file appears only if it resolves.
 * @throws the file system's error; `EEXIST` when the name is taken.
 */
export async function writeNewFile(
  folder: string,
  name: string,
  content: Content,
  beforePublish: () => Promise<void>,
): Promise<void> {
  // Unforeseeable, so that nobody can lay a link in its place, and no other attempt's, which may still be writing.
  const temporary = join(folder, `${unfinishedPrefix(name, content)}${randomUUID()}.part`);
  const { O_CREAT, O_EXCL, O_NOFOLLOW, O_WRONLY } = constants;
  const file = await open(temporary, O_CREAT | O_EXCL | O_NOFOLLOW | O_WRONLY, PRIVATE_FILE);
  try {
    try {
      await file.writeFile(content.bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await beforePublish();
    // Unlike a rename, a link fails when the name is taken.
    await link(temporary, join(folder, name));
  } finally {
    await unlink(temporary).catch(ignoreMissing);
  }
  await syncFolder(folder);
}

/**
 * Removes what processes left that died while they wrote that file. An attempt that lives, and whose file is taken away
 * from it, fails; what appears under the name is whole in any case.
 */
export async function removeUnfinished(folder: string, name: string, content: Content): Promise<void> {
  const prefix = unfinishedPrefix(name, content);
  const left = (await readdir(folder)).filter((entry) => entry.startsWith(prefix));
  for (const entry of left) {
    await unlink(join(folder, entry)).catch(ignoreMissing);
  }
}

function ignoreMissing(cause: unknown): void {
  if (!hasErrorCode(cause, 'ENOENT')) throw cause;
}

/** Unlike any name that a policy can choose, and the same for every attempt, so that a later one finds them. */
function unfinishedPrefix(name: string, content: Content): string {
  return `.${sha256(JSON.stringify([name, content.sha256])).slice(0, 32)}-`;
}

/** Without it the name can be lost in a power cut, though the bytes are safe. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
