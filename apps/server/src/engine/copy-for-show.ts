import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { backupDatabase, openDatabase, type Sandbox } from '@daybook/persistence';
import type { Surroundings } from '../compose.ts';
import type { ThrowAwayCopy } from './dry-run.ts';
import { createStores } from './stores.ts';

const folderName = 'dry-runs';

/** A copy of the database as it is now, encrypted as it is, in a folder of its own beside it. */
export async function copyForShow({
  databaseFile,
  key,
  ids,
  sandbox,
}: Pick<Surroundings, 'databaseFile' | 'key' | 'ids'> & {
  readonly sandbox: Sandbox;
}): Promise<ThrowAwayCopy> {
  const folder = join(dirname(databaseFile), folderName, ids.next());
  const file = join(folder, 'copy.db');
  const remove = () => rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    await backupDatabase({ file: databaseFile, key, target: file });
    const copy = await openDatabase({ file, key });
    const stores = createStores({ database: copy, sandbox }, 'for show', () => null);
    return {
      stores,
      async discard() {
        await stores.canonicalRows.close();
        await copy.close();
        await remove();
      },
    };
  } catch (cause) {
    await remove();
    throw cause;
  }
}

/** Removes what a process that died left behind; called by the process that holds the lease. */
export async function removeCopies(databaseFile: string): Promise<void> {
  await rm(join(dirname(databaseFile), folderName), { recursive: true, force: true });
}
