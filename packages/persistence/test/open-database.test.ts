import { randomBytes } from 'node:crypto';
import { readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { sha256, toInstant, toRunId } from '@daybook/kernel';
import { createRowStore, type Database, openDatabase } from '@daybook/persistence';
import sqlcipher from '@journeyapps/sqlcipher';
import { afterAll, describe, expect, it } from '@jest/globals';
import { createTemporaryDatabases } from './temporary-databases.ts';

const databases = createTemporaryDatabases();

afterAll(() => databases.dispose());

describe('openDatabase', () => {
  it('creates a file that only its owner can read, in a folder alike', async () => {
    const file = join(dirname(await databases.newFile()), 'new', 'folder', 'daybook.db');
    const database = await databases.open(file);
    await fill(database);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(`${file}-wal`)).mode & 0o777).toBe(0o600);
    expect((await stat(dirname(file))).mode & 0o777).toBe(0o700);
  });

  it('keeps everything encrypted, also in the log', async () => {
    const database = await databases.open();
    await fill(database);
    const [log, , main] = [
      await readFile(`${database.file}-wal`),
      await database.close(),
      await readFile(database.file),
    ];
    for (const bytes of [log, main]) {
      expect(bytes.subarray(0, 16).toString('latin1')).not.toContain('SQLite format 3');
      expect(bytes.includes('QRTZ')).toBe(false);
      expect(bytes.includes('CREATE TABLE')).toBe(false);
    }
    expect(bitsAByte(main)).toBeGreaterThan(7.9);
  });

  it('finds what was written before it was closed', async () => {
    const first = await databases.open();
    await fill(first);
    await first.close();
    const second = await databases.open(first.file);
    expect(await countRows(second)).toBe(500);
  });

  it('writes the log back when it closes', async () => {
    const database = await databases.open();
    await fill(database);
    await database.close();
    await database.close();
    await expect(stat(`${database.file}-wal`)).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(database.read(() => Promise.resolve())).rejects.toMatchObject({
      code: 'store.failed',
      message: expect.stringContaining('closed already'),
    });
  });

  it('finishes work under way before it closes', async () => {
    const database = await databases.open();
    const work = fill(database);
    await database.close();
    await work;
    expect(await countRows(await databases.open(database.file))).toBe(500);
  });

  it('refuses a wrong key in one sentence', async () => {
    const { file } = await closedDatabase();
    const opening = openDatabase({ file, key: randomBytes(32) });
    await expect(opening).rejects.toMatchObject({
      code: 'store.key-rejected',
      message: expect.stringMatching(new RegExp(`^The key does not open the database ${file};[^.]*\\.$`)),
    });
  });

  it('refuses a key of another length before it touches the folder', async () => {
    const file = await databases.newFile();
    for (const length of [0, 16, 33]) {
      const opening = openDatabase({ file, key: new Uint8Array(length) });
      await expect(opening).rejects.toMatchObject({ code: 'store.key-rejected' });
    }
    await expect(stat(file)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('never tells the key', async () => {
    const key = randomBytes(32);
    const { file } = await closedDatabase();
    const error: unknown = await openDatabase({ file, key }).catch((cause: unknown) => cause);
    const told = JSON.stringify(error) + String(error) + String((error as Error).stack);
    expect(told).not.toContain(key.toString('hex'));
  });

  it('refuses a plain SQLite file and leaves it as it is', async () => {
    const file = await databases.newFile();
    await makePlainFile(file);
    const before = await readFile(file);
    await expect(databases.open(file)).rejects.toMatchObject({
      code: 'store.key-rejected',
      message: expect.stringContaining('plain SQLite file'),
    });
    expect((await readFile(file)).equals(before)).toBe(true);
  });

  it('refuses a file that was cut off', async () => {
    for (const size of [100, 4096 + 1000, 3 * 4096]) {
      const { file } = await closedDatabase();
      await truncate(file, size);
      await expect(databases.open(file)).rejects.toMatchObject({ code: 'store.damaged' });
    }
  });

  it('reports a page that was changed', async () => {
    const { file } = await closedDatabase();
    const bytes = await readFile(file);
    for (let page = 4; page * 4096 < bytes.length; page += 1) bytes.fill(0, page * 4096, page * 4096 + 100);
    await writeFile(file, bytes);
    const reading = databases.open(file).then(countRows);
    await expect(reading).rejects.toMatchObject({ code: 'store.damaged' });
  });

  it('says when there can be no file', async () => {
    const folder = dirname(await databases.newFile());
    await writeFile(join(folder, 'in-the-way'), '');
    const places = [join(folder, 'in-the-way', 'daybook.db'), folder];
    for (const place of places) {
      await expect(databases.open(place)).rejects.toMatchObject({
        code: 'store.failed',
        message: expect.stringContaining(place),
      });
    }
  });
});

describe('Database', () => {
  it('keeps nothing of a transaction that throws', async () => {
    const database = await databases.open();
    const failing = database.write(async ({ run }) => {
      await run(`INSERT INTO provider_order (provider, rank) VALUES ('file', 1)`);
      throw new RangeError('on purpose');
    });
    await expect(failing).rejects.toThrow('on purpose');
    expect(await ranks(database)).toEqual([]);
  });

  it('runs writes one after the other', async () => {
    const database = await databases.open();
    await database.write(({ run }) => run(`INSERT INTO provider_order (provider, rank) VALUES ('file', 0)`));
    const increments = Array.from({ length: 20 }, () =>
      database.write(async ({ all, run }) => {
        const [row] = await all(`SELECT rank FROM provider_order WHERE provider = 'file'`);
        await run(`UPDATE provider_order SET rank = ?`, [Number(row?.rank) + 1]);
      }),
    );
    await Promise.all(increments);
    expect(await ranks(database)).toEqual([20]);
  });

  it('reads one state while another connection writes', async () => {
    const database = await databases.open();
    const seen = await database.read(async ({ all }) => {
      const before = await all('SELECT count(*) AS n FROM provider_order');
      await database.write(({ run }) =>
        run(`INSERT INTO provider_order (provider, rank) VALUES ('file', 1)`),
      );
      return [before, await all('SELECT count(*) AS n FROM provider_order')];
    });
    expect(seen).toEqual([[{ n: 0 }], [{ n: 0 }]]);
    expect(await ranks(database)).toEqual([1]);
  });

  it('serves more readers than it has connections', async () => {
    const database = await databases.open();
    const reads = Array.from({ length: 25 }, (_, index) =>
      database.read(({ all }) => all('SELECT ? AS n', [index])),
    );
    expect((await Promise.all(reads)).map(([row]) => row?.n)).toEqual(
      Array.from({ length: 25 }, (_, n) => n),
    );
  });

  it('refuses to write on a reading connection', async () => {
    const database = await databases.open();
    for (const sql of [
      `INSERT INTO provider_order (provider, rank) VALUES ('file', 1)`,
      'CREATE TEMP TABLE t (a)',
      'DROP VIEW ohlcv',
    ]) {
      await expect(database.read(({ all }) => all(sql))).rejects.toMatchObject({ code: 'store.failed' });
    }
  });

  it('lets two handles on one file write by turns', async () => {
    const first = await databases.open();
    const second = await databases.open(first.file);
    const writes = [first, second, first, second].map((database, index) =>
      database.write(({ run }) =>
        run(`INSERT INTO provider_order (provider, rank) VALUES (?, ?)`, [`p${index}`, index]),
      ),
    );
    await Promise.all(writes);
    expect(await ranks(first)).toEqual([0, 1, 2, 3]);
  });
});

async function closedDatabase(): Promise<Database> {
  const database = await databases.open();
  await fill(database);
  await database.close();
  return database;
}

async function fill(database: Database): Promise<void> {
  const names = { type: null, currency: 'USD', exchange: null };
  await createRowStore(database).write({
    dataset: 'instruments',
    provider: 'sample',
    write: 'merge',
    rows: Array.from({ length: 500 }, (_, index) => ({
      values: { symbol: `QRTZ${index}`, name: `Quartz ${index}`, ...names },
      payloadSha256: sha256('payload'),
    })),
    quarantined: [],
    runId: toRunId('run_1'),
    stepId: 'load',
    loadedAt: toInstant(0),
  });
}

async function countRows(database: Database): Promise<unknown> {
  const [row] = await database.read(({ all }) => all('SELECT count(*) AS n FROM instruments'));
  return row?.n;
}

async function ranks(database: Database): Promise<readonly unknown[]> {
  const rows = await database.read(({ all }) => all('SELECT rank FROM provider_order ORDER BY rank'));
  return rows.map(({ rank }) => rank);
}

function makePlainFile(file: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const plain = new sqlcipher.Database(file);
    plain.exec('CREATE TABLE t (a); INSERT INTO t VALUES (1)', (failed) => {
      if (failed) reject(failed);
      else plain.close((error) => (error ? reject(error) : resolve()));
    });
  });
}

/** Shannon entropy. */
function bitsAByte(bytes: Buffer): number {
  const counts = Array.from({ length: 256 }, () => 0);
  for (const byte of bytes) counts[byte] = (counts[byte] ?? 0) + 1;
  return counts
    .filter((count) => count > 0)
    .map((count) => count / bytes.length)
    .reduce((sum, share) => sum - share * Math.log2(share), 0);
}
