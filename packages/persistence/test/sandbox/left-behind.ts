import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Database } from '@daybook/persistence';

/** What queries could leave behind: files, and changes of the database. */
export interface Traces {
  /** SHA-256 over every row of every table. */
  readonly contents: string;
  /** Files beside the database, but for the sandbox's own folder. */
  readonly files: readonly string[];
  /** Files of the name that the forbidden queries try to write, wherever they could end up. */
  readonly stolen: readonly string[];
}

export async function findTraces(database: Database, pid: number | undefined): Promise<Traces> {
  const folders = new Set([tmpdir(), process.cwd(), dirname(database.file), ...workingFolder(pid)]);
  return {
    contents: await hashContents(database),
    files: readdirSync(dirname(database.file))
      .filter((name) => name !== 'snapshots')
      .sort(),
    stolen: [...folders].flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => name.startsWith('daybook-stolen'))
        .map((name) => join(folder, name)),
    ),
  };
}

function workingFolder(pid: number | undefined): readonly string[] {
  const link = `/proc/${pid}/cwd`;
  return existsSync(link) ? [readlinkSync(link)] : [];
}

function hashContents(database: Database): Promise<string> {
  return database.read(async ({ all }) => {
    const hash = createHash('sha256');
    for (const { name, sql } of await all('SELECT name, sql FROM sqlite_schema ORDER BY name')) {
      hash.update(`${String(name)} ${String(sql)}\n`);
    }
    const tables = await all("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name");
    for (const { name } of tables) {
      hash.update(JSON.stringify(await all(`SELECT * FROM "${String(name)}" ORDER BY 1, 2`)));
    }
    return hash.digest('hex');
  });
}
