import { existsSync } from 'node:fs';
import { EngineError } from '@daybook/kernel';
import { dataFolder } from '../data-folder.ts';
import { findExistingKey, keyFilesOf } from '../database-key.ts';
import { findServer } from '../server-file.ts';
import type { Terminal } from './terminal.ts';

/** A database that is there, for commands that work on its file. */
export interface ExistingDatabase {
  readonly folder: string;
  readonly file: string;
  /** 32 bytes. */
  readonly key: Uint8Array;
}

/**
 * The database of the data folder and its key; nothing is made.
 * @throws {EngineError} `usage.invalid` when there is no database; `store.key-rejected` when its key is gone.
 */
export function findExistingDatabase({ environment, platform }: Terminal): ExistingDatabase {
  const folder = dataFolder(environment, platform);
  const { database: file } = keyFilesOf(folder);
  if (!existsSync(file)) {
    throw new EngineError(
      'usage.invalid',
      `There is no database in ${folder} yet; set DAYBOOK_DATA_DIR if yours is elsewhere.`,
    );
  }
  return { folder, file, key: findExistingKey(file, environment).key };
}

/**
 * For commands that replace what a server has open.
 * @throws {EngineError} `store.busy` while a server of the data folder runs.
 */
export function refuseWhileServed(folder: string): void {
  const server = findServer(folder);
  if (server === undefined) return;
  throw new EngineError(
    'store.busy',
    `A server runs for ${folder} (process ${server.pid}); stop it and try again. If that process is another program, remove ${folder}/server.json.`,
    { advice: { kind: 'backoff' } },
  );
}
