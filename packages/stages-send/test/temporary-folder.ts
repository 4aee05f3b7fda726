import { mkdtemp, readdir, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder of its own for each test; `root` inside it is not made. */
export interface TemporaryFolder {
  readonly path: string;
  readonly root: string;
  remove(): Promise<void>;
}

export async function makeTemporaryFolder(): Promise<TemporaryFolder> {
  const path = await realpath(await mkdtemp(join(tmpdir(), 'daybook-send-')));
  return { path, root: join(path, 'outbox'), remove: () => rm(path, { recursive: true, force: true }) };
}

/** Every file and folder below a folder, hidden ones included, sorted. */
export async function listAll(folder: string): Promise<readonly string[]> {
  return (await readdir(folder, { recursive: true })).sort();
}
