import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { changeKey, opensWith, verifyDatabase } from '@daybook/persistence';
import { afterAll, describe, expect, it } from '@jest/globals';
import { fill } from './filled-database.ts';
import { createTemporaryDatabases } from './temporary-databases.ts';

const databases = createTemporaryDatabases();
const { key } = databases;
const newKey = randomBytes(32);

afterAll(() => databases.dispose());

async function filled() {
  const database = await databases.open();
  await fill(database);
  return database;
}

describe('changeKey', () => {
  it('leaves a sound database that only the new key opens', async () => {
    const { file, close } = await filled();
    await close();
    const told: string[] = [];
    await changeKey({
      file,
      key,
      newKey,
      keepNewKey: () => void told.push('kept'),
      onStage: (stage) => void told.push(stage),
    });
    expect(told).toEqual(['kept', 'alone', 'rewritten', 'written-back']);
    expect(await opensWith({ file, key })).toBe(false);
    expect(await verifyDatabase({ file, key: newKey })).toMatchObject({ ok: true });
  });

  it('changes nothing while somebody has the database open', async () => {
    const database = await filled();
    const kept: string[] = [];
    const change = changeKey({ file: database.file, key, newKey, keepNewKey: () => void kept.push('kept') });
    await expect(change).rejects.toMatchObject({ code: 'store.busy' });
    expect(kept).toEqual([]);
    await database.close();
    expect(await opensWith({ file: database.file, key })).toBe(true);
  });

  it('keeps the old key when the new one could not be kept', async () => {
    const { file, close } = await filled();
    await close();
    const keepNewKey = () => Promise.reject(new Error('the disk is full'));
    await expect(changeKey({ file, key, newKey, keepNewKey })).rejects.toThrow('the disk is full');
    expect(await verifyDatabase({ file, key })).toMatchObject({ ok: true });
  });

  it('refuses a damaged database, a wrong key and a key that is none', async () => {
    const { file, close } = await filled();
    await close();
    const keepNewKey = () => undefined;
    await expect(changeKey({ file, key: newKey, newKey: key, keepNewKey })).rejects.toMatchObject({
      code: 'store.key-rejected',
    });
    await expect(changeKey({ file, key, newKey: randomBytes(16), keepNewKey })).rejects.toMatchObject({
      code: 'usage.invalid',
    });
    const bytes = await readFile(file);
    bytes[bytes.length - 100] = (bytes[bytes.length - 100] ?? 0) ^ 1;
    await writeFile(file, bytes);
    await expect(changeKey({ file, key, newKey, keepNewKey })).rejects.toMatchObject({
      code: 'store.damaged',
    });
    // Taking the database for alone writes the kind of its journal into the first page.
    expect((await readFile(file)).subarray(4096).equals(bytes.subarray(4096))).toBe(true);
  });
});
