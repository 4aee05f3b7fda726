import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { backupDatabase, type Database, restoreDatabase } from '@daybook/persistence';
import { afterAll, describe, expect, it } from '@jest/globals';
import { fill } from './filled-database.ts';
import { at } from './stored-policies.ts';
import { createTemporaryDatabases } from './temporary-databases.ts';

const databases = createTemporaryDatabases();
const { key } = databases;
const now = at(0);

afterAll(() => databases.dispose());

/** A database with one name in it, and a backup of when it had another. */
async function changedSince() {
  const database = await databases.open();
  await fill(database);
  await rename(database, 'before');
  const backup = `${await databases.newFile()}.backup`;
  await backupDatabase({ file: database.file, key, target: backup });
  await rename(database, 'after');
  return { database, file: database.file, backup };
}

function rename(database: Database, name: string) {
  return database.write(({ run }) => run('UPDATE policies SET name = ?', [name]));
}

async function nameIn(file: string): Promise<unknown> {
  const database = await databases.open(file);
  const [row] = await database.read(({ all }) => all('SELECT name FROM policies'));
  await database.close();
  return row?.name;
}

function beside(file: string): readonly string[] {
  return readdirSync(dirname(file)).filter((name) => name.startsWith(basename(file)));
}

describe('restoreDatabase', () => {
  it('brings back what the backup holds, and keeps what was there', async () => {
    const { database, file, backup } = await changedSince();
    await database.close();
    const { former, verification } = await restoreDatabase({ backup, file, key, now });
    expect(verification.ok).toBe(true);
    expect(former).toBe(`${file}.before-restore-20210104T210000.000Z`);
    expect(await nameIn(file)).toBe('before');
    expect(await nameIn(former ?? '')).toBe('after');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(await nameIn(backup)).toBe('before');
  });

  it('keeps what a dead process left in the log', async () => {
    const { database, file, backup } = await changedSince();
    const other = await databases.newFile();
    // As kill -9 leaves them: the log holds what the file does not.
    await copyFile(file, other);
    await copyFile(`${file}-wal`, `${other}-wal`);
    await database.close();
    const { former } = await restoreDatabase({ backup, file: other, key, now });
    expect(beside(other)).toEqual([basename(other), basename(former ?? '')]);
    expect(await nameIn(other)).toBe('before');
    expect(await nameIn(former ?? '')).toBe('after');
  });

  it('makes a database where there is none', async () => {
    const { backup } = await changedSince();
    const file = await databases.newFile();
    expect(await restoreDatabase({ backup, file, key, now })).toMatchObject({ former: null });
    expect(await nameIn(file)).toBe('before');
  });

  it('takes the place of a database that no longer opens, and of its log', async () => {
    const { database, file, backup } = await changedSince();
    await database.close();
    const broken = await readFile(file);
    broken.fill(7, 0, 5000);
    await writeFile(file, broken);
    await writeFile(`${file}-wal`, 'whatever');
    const { former } = await restoreDatabase({ backup, file, key, now });
    expect(await nameIn(file)).toBe('before');
    expect(await readFile(former ?? '')).toEqual(broken);
  });

  it('leaves a database alone that somebody has open', async () => {
    const { database, file, backup } = await changedSince();
    await database.read(({ all }) => all('SELECT 1'));
    await expect(restoreDatabase({ backup, file, key, now })).rejects.toMatchObject({
      code: 'store.busy',
      message: expect.stringContaining('Another process has the database'),
    });
    await rename(database, 'still here');
    await database.close();
    expect(await nameIn(file)).toBe('still here');
    expect(beside(file)).toEqual([basename(file)]);
  });

  it('refuses what is no sound backup, and changes nothing', async () => {
    const { database, file, backup } = await changedSince();
    await database.close();
    const before = await readFile(file);
    const damaged = `${backup}.damaged`;
    const bytes = await readFile(backup);
    bytes[20_000] = (bytes[20_000] ?? 0) ^ 1;
    await writeFile(damaged, bytes);
    const restore = (given: object) => restoreDatabase({ backup, file, key, now, ...given });

    await expect(restore({ backup: damaged })).rejects.toMatchObject({
      code: 'store.damaged',
      message: expect.stringContaining(damaged),
    });
    await expect(restore({ key: randomBytes(32) })).rejects.toMatchObject({
      code: 'store.key-rejected',
      message: expect.not.stringContaining('.restoring'),
    });
    await expect(restore({ backup: `${backup}.none` })).rejects.toMatchObject({ code: 'usage.invalid' });
    await expect(restore({ backup: file })).rejects.toMatchObject({ code: 'usage.invalid' });
    await copyFile(backup, `${backup}.live`);
    await writeFile(`${backup}.live-wal`, 'a log');
    await expect(restore({ backup: `${backup}.live` })).rejects.toMatchObject({ code: 'usage.invalid' });

    expect((await readFile(file)).equals(before)).toBe(true);
    expect(existsSync(`${file}.restoring`)).toBe(false);
  });
});
