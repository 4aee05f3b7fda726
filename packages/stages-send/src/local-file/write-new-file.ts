import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { link, open, unlink } from 'node:fs/promises';
import { join } from 'node:path';

/** Only the owner may read what was delivered. */
const PRIVATE_FILE = 0o600;

/**
 * Makes a file appear under its name complete and durable, or not at all, and never in place of another.
 * @param beforePublish Runs when the bytes are on disk under a name of no meaning; the file appears only if it resolves.
 * @throws the file system's error; `EEXIST` when the name is taken.
 */
export async function writeNewFile(
  folder: string,
  name: string,
  bytes: Uint8Array,
  beforePublish: () => Promise<void>,
): Promise<void> {
  // Unforeseeable, so that nobody can lay a link in its place, and unlike any name that a policy can choose.
  const temporary = join(folder, `.${randomUUID()}.part`);
  const { O_CREAT, O_EXCL, O_NOFOLLOW, O_WRONLY } = constants;
  const file = await open(temporary, O_CREAT | O_EXCL | O_NOFOLLOW | O_WRONLY, PRIVATE_FILE);
  try {
    try {
      await file.writeFile(bytes);
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

/** Without it the name can be lost in a power cut, though the bytes are safe. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
