import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, statSync } from 'node:fs';
import { copyFile, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { backupDatabase, opensWith, restoreDatabase, verifyDatabase } from '@daybook/persistence';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fill } from '../filled-database.ts';
import { at } from '../stored-policies.ts';
import { createTemporaryDatabases } from '../temporary-databases.ts';

// The children run the built package: Node 20 can't run TypeScript. The test command builds first.
const child = fileURLToPath(new URL('./custody-child.mjs', import.meta.url));
const databases = createTemporaryDatabases();
const { key } = databases;
const newKey = randomBytes(32);
let original = '';

beforeAll(async () => {
  const database = await databases.open();
  await fill(database);
  // Some megabytes, so that what works on all pages takes a moment.
  await database.write(({ run }) =>
    run(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1500)
INSERT INTO settings (key, value, updated_at) SELECT 'k' || i, json_quote(hex(randomblob(1000))), 'then' FROM n`),
  );
  await database.close();
  original = database.file;
}, 60_000);

afterAll(() => databases.dispose());

async function copyOfOriginal(): Promise<string> {
  const file = await databases.newFile();
  await copyFile(original, file);
  return file;
}

interface Work {
  readonly task: 'backup' | 'restore' | 'key';
  readonly point: string;
  readonly files: Readonly<Record<string, string>>;
  /** For the shell, before the program starts. */
  readonly limit?: string;
}

function start({ task, point, files, limit = '' }: Work): ChildProcess {
  const given = { ...files, key: hex(key), newKey: hex(newKey) };
  const script = `${limit}exec "$0" "$@"`;
  const args = ['-c', script, process.execPath, child, task, point, JSON.stringify(given)];
  return spawn('bash', args, { stdio: ['ignore', 'pipe', 'inherit'] });
}

/** `kill -9`, when the child has printed that line, and so many milliseconds after. */
async function killAt(work: Work, line: string, delayMs = 0): Promise<void> {
  const started = start(work);
  for await (const printed of linesOf(started)) {
    if (printed === line) break;
    if (printed.includes(':')) throw new Error(printed);
  }
  if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
  const exited = started.exitCode === null ? once(started, 'exit') : undefined;
  started.kill('SIGKILL');
  await exited;
}

async function finish(work: Work): Promise<string | undefined> {
  const lines: string[] = [];
  for await (const line of linesOf(start(work))) lines.push(line);
  return lines.at(-1);
}

function linesOf({ stdout }: ChildProcess): AsyncIterable<string> {
  if (stdout === null) throw new TypeError('the child has no stdout');
  return createInterface({ input: stdout });
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

/** More points at which a process dies. */
const isLong = process.env['DAYBOOK_LONG'] === '1';

describe('a process that is killed', () => {
  it('leaves no backup under the name, or a whole one, and the next one succeeds', async () => {
    for (const point of isLong ? ['copied', 'verified'] : ['verified']) {
      const target = `${await databases.newFile()}.backup`;
      await killAt({ task: 'backup', point, files: { file: original, target } }, point);
      expect(existsSync(target)).toBe(false);
      await backupDatabase({ file: original, key, target });
      expect(existsSync(`${target}.partial`)).toBe(false);
    }
    expect(await verifyDatabase({ file: original, key })).toMatchObject({ ok: true });
  }, 60_000);

  it('leaves the former database while it restores, and the next restore succeeds', async () => {
    const backup = `${await databases.newFile()}.backup`;
    await backupDatabase({ file: original, key, target: backup });
    for (const point of isLong ? ['verified', 'kept'] : ['kept']) {
      const file = await copyOfOriginal();
      await killAt({ task: 'restore', point, files: { file, backup, now: at(0) } }, point);
      expect(await verifyDatabase({ file, key })).toMatchObject({ ok: true });
      await restoreDatabase({ file, backup, key, now: at(1) });
      expect(await verifyDatabase({ file, key })).toMatchObject({ ok: true });
      expect(existsSync(`${file}.restoring`)).toBe(false);
    }
  }, 60_000);

  it('leaves a database that opens with one of the two keys', async () => {
    const opened: string[] = [];
    for (const point of ['alone', 'rewritten', 'written-back']) {
      const file = await copyOfOriginal();
      await killAt({ task: 'key', point, files: { file } }, point);
      opened.push(await keyOf(file));
    }
    expect(opened).toEqual(['old', 'new', 'new']);
  }, 60_000);

  it('leaves such a database whenever it dies while it encrypts', async () => {
    const delays = isLong ? [1, 2, 4, 8, 16, 32, 64] : [8];
    for (const delay of delays) {
      const file = await copyOfOriginal();
      await killAt({ task: 'key', point: 'none', files: { file } }, 'kept', delay);
      expect(['old', 'new']).toContain(await keyOf(file));
      await rm(file);
    }
  }, 90_000);
});

/** Which key opens it, after a look at all of it. */
async function keyOf(file: string): Promise<string> {
  const isOld = await opensWith({ file, key });
  const verification = await verifyDatabase({ file, key: isOld ? key : newKey });
  expect(verification).toMatchObject({ ok: true });
  expect(await opensWith({ file, key: isOld ? newKey : key })).toBe(false);
  return isOld ? 'old' : 'new';
}

describe('a disk that is full', () => {
  // In kB, as bash counts; a file that would grow beyond fails as on a full disk.
  const limit = () => `ulimit -f ${Math.floor(statSync(original).size / 2048)}; `;

  it('ends a backup with an error, and leaves nothing behind', async () => {
    const target = `${await databases.newFile()}.backup`;
    const answer = await finish({
      task: 'backup',
      point: 'none',
      files: { file: original, target },
      limit: limit(),
    });
    expect(answer).toMatch(/^store\.failed: The backup .* could not be written/);
    expect([target, `${target}.partial`].filter(existsSync)).toEqual([]);
  });

  it('ends a restore with an error, and leaves the database', async () => {
    const file = await copyOfOriginal();
    const backup = await copyOfOriginal();
    const files = { file, backup, now: at(0) };
    const answer = await finish({ task: 'restore', point: 'none', files, limit: limit() });
    expect(answer).toMatch(/^store\.failed: /);
    expect(await verifyDatabase({ file, key })).toMatchObject({ ok: true });
    expect(existsSync(`${file}.restoring`)).toBe(false);
  });

  it('ends a change of the key with an error, and leaves the old key', async () => {
    const file = await copyOfOriginal();
    const answer = await finish({ task: 'key', point: 'none', files: { file }, limit: limit() });
    expect(answer).toMatch(/^store\.failed: /);
    expect(await keyOf(file)).toBe('old');
  });
});
