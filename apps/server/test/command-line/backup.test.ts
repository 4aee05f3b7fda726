import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '@daybook/kernel';
import { openDatabase } from '@daybook/persistence';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { daybook, temporaryFolder } from '../terminal-fixture.ts';
import { atTerminal, leaveMark, markIn } from './custody-fixture.ts';

const folder = temporaryFolder();
const data = join(folder.path, 'data');
const environment = { DAYBOOK_DATA_DIR: data };
const key = Buffer.from('5a'.repeat(32), 'hex');
const backup = join(folder.path, 'daybook.backup');

beforeAll(() => leaveMark(data, key, 'first'));
afterAll(() => folder.remove());

// One story: each part begins where the one before ended.
describe('daybook backup, verify and restore', () => {
  it('writes a backup and says what it wrote', async () => {
    const made = await daybook(['backup', backup, '--json'], environment);
    const bytes = readFileSync(backup);
    expect(made.exitCode).toBe(0);
    expect(JSON.parse(made.stdout)).toEqual({
      file: backup,
      bytes: bytes.byteLength,
      sha256: sha256(bytes),
      schema_version: expect.any(Number),
    });
    expect(await daybook(['backup', backup], environment)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('exists'),
    });
    const second = await daybook(['backup', `${backup}.2`], environment);
    expect(second.stdout).toMatch(/^.*daybook\.backup\.2\n {2}size .*\n {2}SHA-256 {2}[0-9a-f]{64}\n$/);
  });

  it('verifies the database', async () => {
    const { exitCode, stdout } = await daybook(['verify', '--json'], environment);
    const { ok, checks } = JSON.parse(stdout) as { ok: boolean; checks: { name: string }[] };
    expect({ exitCode, ok }).toEqual({ exitCode: 0, ok: true });
    expect(checks.map(({ name }) => name)).toEqual([
      'pages',
      'structure',
      'payloads',
      'artifacts',
      'reports',
      'policies',
      'audit',
    ]);
    expect((await daybook(['verify'], environment)).stdout).toMatch(/^pages +ok +\d+$/m);
  });

  it('restores for a person who types the word, and for --yes', async () => {
    await leaveMark(data, key, 'second');
    expect(await daybook(['restore', backup], environment)).toMatchObject({ exitCode: 3 });
    const known = { ...environment, DAYBOOK_KEY: key.toString('hex') };
    expect(await atTerminal(['restore', backup], known, ['yes'])).toMatchObject({ exitCode: 3 });
    expect(await markIn(data, key)).toBe('second');

    expect(await atTerminal(['restore', backup], known, ['restore'])).toMatchObject({ exitCode: 0 });
    expect(await markIn(data, key)).toBe('first');
    await leaveMark(data, key, 'third');
    const restored = await daybook(['restore', backup, '--yes', '--json'], environment);
    const { former } = JSON.parse(restored.stdout) as { former: string };
    expect(former).toMatch(/daybook\.db\.before-restore-\d{8}T\d{6}\.\d{3}Z$/);
    expect(await markIn(data, key)).toBe('first');
    expect(readdirSync(data).filter((name) => name.includes('before-restore'))).toHaveLength(2);
  });

  it('restores into an empty folder with the key alone, and makes no other key', async () => {
    const other = join(folder.path, 'other');
    const without = { DAYBOOK_DATA_DIR: other, DAYBOOK_KEY: '' };
    expect(await daybook(['restore', backup, '--yes'], without)).toMatchObject({ exitCode: 5 });
    expect(await daybook(['restore', backup, '--yes'], { DAYBOOK_DATA_DIR: other })).toMatchObject({
      exitCode: 0,
    });
    expect(readdirSync(other)).toEqual(['daybook.db']);
    expect(await markIn(other, key)).toBe('first');
  });

  it('leaves the database alone while a server runs, or when the key is another', async () => {
    const server = join(data, 'server.json');
    writeFileSync(server, JSON.stringify({ port: 1, pid: process.pid }));
    expect(await daybook(['restore', backup, '--yes'], environment)).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('A server runs'),
    });
    writeFileSync(server, JSON.stringify({ port: 1, pid: 4_194_304 }));
    const wrong = { ...environment, DAYBOOK_KEY: 'ab'.repeat(32) };
    expect(await daybook(['restore', backup, '--yes'], wrong)).toMatchObject({ exitCode: 5 });
    expect(await markIn(data, key)).toBe('first');
  });

  it('shows what retention would remove, and removes it when told to', async () => {
    const shown = await daybook(['retention', '--json'], environment);
    expect(JSON.parse(shown.stdout)).toEqual({
      applied: false,
      days: 365,
      keep_versions: 50,
      payloads: { count: 0, bytes: 0 },
      artifacts: { count: 0, bytes: 0 },
    });
    const applied = await daybook(['retention', '--days', '10', '--apply'], environment);
    expect(applied).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('Removed:') });
    expect(await daybook(['retention', '--days', '0'], environment)).toMatchObject({ exitCode: 2 });
  });

  it('ends with 5 when the database is damaged, and without one with 2', async () => {
    const file = join(data, 'daybook.db');
    const database = await openDatabase({ file, key });
    await database.write(({ run }) => run('DROP TRIGGER audit_log_stays'));
    await database.close();
    const { exitCode, stdout } = await daybook(['verify', '--json'], environment);
    expect(exitCode).toBe(5);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      checks: expect.arrayContaining([expect.objectContaining({ name: 'audit', ok: false })]),
    });
    const bytes = readFileSync(file);
    bytes[bytes.length - 2000] = (bytes[bytes.length - 2000] ?? 0) ^ 1;
    writeFileSync(file, bytes);
    expect(await daybook(['verify'], environment)).toMatchObject({ exitCode: 5 });
    const nowhere = { DAYBOOK_DATA_DIR: join(folder.path, 'nowhere') };
    expect(await daybook(['verify'], nowhere)).toMatchObject({ exitCode: 2 });
    expect(await daybook(['backup', `${backup}.3`], nowhere)).toMatchObject({ exitCode: 2 });
  });
});
