import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { sha256 } from '@daybook/kernel';
import { backupDatabase, verifyDatabase } from '@daybook/persistence';
import { afterAll, describe, expect, it } from '@jest/globals';
import { fill, storePayload } from './filled-database.ts';
import { createTemporaryDatabases } from './temporary-databases.ts';

const databases = createTemporaryDatabases();
const { key } = databases;

afterAll(() => databases.dispose());

async function filled() {
  const database = await databases.open();
  await fill(database);
  return { database, target: `${await databases.newFile()}.backup` };
}

describe('backupDatabase', () => {
  it('copies what was committed, while the database is open', async () => {
    const { database, target } = await filled();
    const backup = await backupDatabase({ file: database.file, key, target });
    await storePayload(database, 'too late', 9);

    const bytes = await readFile(target);
    expect(backup).toMatchObject({ file: target, bytes: bytes.byteLength, sha256: sha256(bytes) });
    expect(statSync(target).mode & 0o777).toBe(0o600);
    expect(bytes.toString('latin1').includes('SQLite format 3')).toBe(false);
    const copy = await databases.open(target);
    const rows = await copy.read(({ all }) => all('SELECT symbol FROM instruments ORDER BY symbol'));
    expect(rows.map(({ symbol }) => symbol)).toEqual(['S0', 'S1', 'S2']);
    expect(await copy.read(({ all }) => all('SELECT count(*) AS n FROM payloads'))).toEqual([{ n: 3 }]);
    await copy.close();
    expect(await verifyDatabase({ file: target, key })).toMatchObject({ ok: true });
  });

  it('copies one moment while somebody writes', async () => {
    const { database, target } = await filled();
    let writing = true;
    const writer = (async () => {
      for (let second = 10; writing; second += 1) {
        await database.write(async ({ run }) => {
          await run(`INSERT INTO provider_order (provider, rank) VALUES (?, 1)`, [`a${second}`]);
          await run(`INSERT INTO provider_order (provider, rank) VALUES (?, 1)`, [`b${second}`]);
        });
      }
    })();
    await backupDatabase({ file: database.file, key, target });
    writing = false;
    await writer;
    const copy = await databases.open(target);
    const halves = await copy.read(({ all }) =>
      all('SELECT substr(provider, 2) AS turn FROM provider_order GROUP BY turn HAVING count(*) <> 2'),
    );
    expect(halves).toEqual([]);
  });

  it('overwrites nothing', async () => {
    const { database, target } = await filled();
    writeFileSync(target, 'precious');
    await expect(backupDatabase({ file: database.file, key, target })).rejects.toMatchObject({
      code: 'usage.invalid',
      message: expect.stringContaining(`${target} exists`),
    });
    expect(await readFile(target, 'utf8')).toBe('precious');
  });

  it('gives way to a file that appears while it works', async () => {
    const { database, target } = await filled();
    const backup = backupDatabase({
      file: database.file,
      key,
      target,
      onStage: (stage) => (stage === 'verified' ? writeFileSync(target, 'precious') : undefined),
    });
    await expect(backup).rejects.toMatchObject({ code: 'usage.invalid' });
    expect(await readFile(target, 'utf8')).toBe('precious');
    expect(existsSync(`${target}.partial`)).toBe(false);
  });

  it('leaves nothing when the copy does not read back', async () => {
    const { database, target } = await filled();
    const spoil = async () => {
      const bytes = await readFile(`${target}.partial`);
      bytes[9000] = (bytes[9000] ?? 0) ^ 1;
      writeFileSync(`${target}.partial`, bytes);
    };
    const backup = backupDatabase({
      file: database.file,
      key,
      target,
      onStage: async (stage) => (stage === 'copied' ? spoil() : undefined),
    });
    await expect(backup).rejects.toMatchObject({ message: expect.stringContaining(target) });
    const left = readdirSync(dirname(target)).filter((name) => target.endsWith(name.replace('.partial', '')));
    expect(left).toEqual([]);
  });

  it('says what is wrong with the folder, the key and the source', async () => {
    const { database, target } = await filled();
    const { file } = database;
    const backup = (given: object) => backupDatabase({ file, key, target, ...given });
    await expect(backup({ target: '/nowhere/at/all' })).rejects.toMatchObject({ code: 'store.failed' });
    await expect(backup({ key: randomBytes(32) })).rejects.toMatchObject({ code: 'store.key-rejected' });
    await expect(backup({ file: `${file}.none` })).rejects.toMatchObject({ code: 'store.failed' });
    expect(existsSync(target)).toBe(false);
  });
});
