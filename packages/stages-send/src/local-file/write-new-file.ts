import { constants } from 'node:fs';
import { link, open, unlink } from 'node:fs/promises';
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
  const temporary = unfinishedFile(folder, name, content);
  await removeUnfinished(folder, name, content);
  // What somebody else lays in its place, a link for one, is refused.
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
    await unlink(temporary);
  }
  await syncFolder(folder);
}

/** Removes what a process left that died while it wrote that file; without effect when there is nothing. */
export async function removeUnfinished(folder: string, name: string, content: Content): Promise<void> {
  try {
    await unlink(unfinishedFile(folder, name, content));
  } catch (cause) {
    if (!hasErrorCode(cause, 'ENOENT')) throw cause;
  }
}

/** Unlike any name that a policy can choose, and the same for every attempt, so that the next one finds it. */
function unfinishedFile(folder: string, name: string, content: Content): string {
  return join(folder, `.${sha256(JSON.stringify([name, content.sha256])).slice(0, 32)}.part`);
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
