import { lstat, mkdir, realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { EngineError } from '@daybook/kernel';
import { hasErrorCode } from './file-error.ts';
import type { SafePath } from './safe-path.ts';

/** Only the owner may list or enter a folder that Daybook made. */
const PRIVATE_FOLDER = 0o700;

/**
 * The folder that will hold a file, made where it is missing. Each folder below the root must be a real one: a link in
 * its place could lead anywhere.
 * @throws {EngineError} `delivery.rejected` when a folder is a link or no folder.
 */
export async function makeParentFolder(root: string, path: SafePath): Promise<string> {
  await mkdir(root, { recursive: true, mode: PRIVATE_FOLDER });
  const folders = foldersAbove(await realpath(root), path);
  for (const folder of folders) {
    try {
      await mkdir(folder, { mode: PRIVATE_FOLDER });
    } catch (cause) {
      if (!hasErrorCode(cause, 'EEXIST')) throw cause;
    }
    // At once, before anything is made below it.
    await checkFolder(folder, path);
  }
  return folders.at(-1) ?? (await realpath(root));
}

/**
 * Checks that no folder was swapped for a link since they were made.
 * @throws {EngineError} `delivery.rejected` when one was.
 */
export async function checkFolders(root: string, path: SafePath): Promise<void> {
  for (const folder of foldersAbove(await realpath(root), path)) await checkFolder(folder, path);
}

/** The folder that holds a file; `undefined` when it is missing, or a link or a file takes its place. */
export async function findParentFolder(root: string, path: SafePath): Promise<string | undefined> {
  try {
    const realRoot = await realpath(root);
    const folders = foldersAbove(realRoot, path);
    for (const folder of folders) {
      if (!(await lstat(folder)).isDirectory()) return undefined;
    }
    return folders.at(-1) ?? realRoot;
  } catch (cause) {
    if (hasErrorCode(cause, 'ENOENT', 'ENOTDIR')) return undefined;
    throw cause;
  }
}

/**
 * From the outermost. The root itself is the operator's choice and may be reached through links, so it comes in as its
 * real path.
 */
function foldersAbove(realRoot: string, path: SafePath): readonly string[] {
  const above = dirname(path);
  const names = above === '.' ? [] : above.split('/');
  return names.map((_, index) => join(realRoot, ...names.slice(0, index + 1)));
}

async function checkFolder(folder: string, path: SafePath): Promise<void> {
  const found = await lstat(folder);
  if (found.isDirectory()) return;
  const what = found.isSymbolicLink() ? 'a link, and links are not followed' : 'a file';
  throw new EngineError(
    'delivery.rejected',
    `Nothing can be delivered to "${path}": "${basename(folder)}" in it is ${what}. Put a folder in its place, or choose another.`,
  );
}
