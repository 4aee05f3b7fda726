import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, openDatabase } from '@daybook/persistence';

/** Real encrypted databases in a folder of their own, which disappears with them. */
export interface TemporaryDatabases {
  readonly key: Uint8Array;
  /** A path in the folder that nothing stands at. */
  newFile(): Promise<string>;
  /** Opens that file, or a new one. */
  open(file?: string): Promise<Database>;
  /** Closes all and removes the folder. */
  dispose(): Promise<void>;
}

export function createTemporaryDatabases(): TemporaryDatabases {
  const key = randomBytes(32);
  const opened: Database[] = [];
  let folder: string | undefined;
  let count = 0;

  async function newFile(): Promise<string> {
    folder ??= await mkdtemp(join(tmpdir(), 'daybook-persistence-'));
    count += 1;
    return join(folder, `${count}.db`);
  }

  return {
    key,
    newFile,
    async open(file) {
      const database = await openDatabase({ file: file ?? (await newFile()), key });
      opened.push(database);
      return database;
    },
    async dispose() {
      await Promise.all(opened.map((database) => database.close()));
      if (folder !== undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}
