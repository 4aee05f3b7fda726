import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type CanonicalValue, sha256, toInstant, toRunId } from '@daybook/kernel';
import {
  createReportDatabase,
  createRowStore,
  createSandbox,
  type Database,
  type OpenReportDatabase,
} from '@daybook/persistence';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTemporaryDatabases } from './temporary-databases.ts';

const databases = createTemporaryDatabases();
const processes: number[] = [];
const sandbox = createSandbox({ onProcess: (pid) => processes.push(pid) });
const limits = { maxRows: 100, maxBytes: 100_000 };
const built: { rows: number }[] = [];
let database: Database;
let reports: OpenReportDatabase;

beforeAll(async () => {
  database = await databases.open();
  reports = createReportDatabase({ database, sandbox, onBuilt: (each) => built.push(each) });
  await store([bar('SOLA', '2021-01-04', '1010.1'), bar('NRTH', '2021-01-04', '95.5')]);
});

afterAll(async () => {
  await reports.close();
  await sandbox.close();
  await databases.dispose();
});

function bar(symbol: string, date: string, close: string): Readonly<Record<string, CanonicalValue>> {
  const prices = { open: close, high: close, low: close, close, adj_close: null };
  return { symbol, date, ...prices, volume: '10', currency: 'USD', provisional: null };
}

async function store(rows: readonly Readonly<Record<string, CanonicalValue>>[]): Promise<void> {
  await createRowStore(database).write({
    dataset: 'ohlcv',
    provider: 'file',
    write: 'merge',
    rows: rows.map((values) => ({ values, payloadSha256: sha256('payload') })),
    quarantined: [],
    runId: toRunId('run_1'),
    stepId: 'bars',
    loadedAt: toInstant(1_609_718_400_000),
  });
}

async function rowsOf(sql: string, given: Partial<typeof limits> = {}) {
  const results = await reports.readAll({ it: { sql, params: {} } }, { ...limits, ...given });
  return results['it']?.rows;
}

/** The folder of this process's snapshots, with what is in it. */
async function snapshotFiles(): Promise<readonly string[]> {
  const parent = join(dirname(database.file), 'snapshots');
  const [folder] = await readdir(parent);
  return folder === undefined
    ? []
    : (await readdir(join(parent, folder))).map((name) => join(parent, folder, name));
}

describe('createReportDatabase', () => {
  it('copies only the columns that queries read, encrypted, for the owner alone', async () => {
    await rowsOf('SELECT max(close) AS highest FROM ohlcv');
    const [file] = await snapshotFiles();
    const bytes = readFileSync(file!);
    expect(statSync(file!).mode & 0o777).toBe(0o600);
    for (const text of ['SQLite format 3', 'SOLA', '1010.1', 'ohlcv'])
      expect(bytes.includes(text)).toBe(false);
    // A column that is not there can't be read, whatever the layers above let through.
    await expect(rowsOf('SELECT volume FROM ohlcv ORDER BY symbol')).resolves.toEqual([['10'], ['10']]);
    expect(await snapshotFiles()).toHaveLength(2);
  });

  it('copies nothing again until rows of the tables change', async () => {
    const before = built.length;
    await rowsOf('SELECT symbol, open FROM ohlcv');
    await rowsOf("SELECT open FROM ohlcv WHERE symbol = 'SOLA'");
    await rowsOf('SELECT 1 AS one');
    expect(built).toHaveLength(before + 1);
    await store([bar('SOLA', '2021-01-04', '1010.1')]);
    await rowsOf('SELECT symbol, open FROM ohlcv');
    expect(built).toHaveLength(before + 1);
    await store([bar('SOLA', '2021-01-05', '9.75')]);
    expect(await rowsOf("SELECT open FROM ohlcv WHERE date = '2021-01-05'")).toEqual([['9.75']]);
    expect(built).toHaveLength(before + 2);
  });

  it('answers all queries of a call from one state, whatever is written meanwhile', async () => {
    const sql = (n: number) => `SELECT count(*) AS n, ${n} AS query FROM ohlcv_all`;
    const queries = Object.fromEntries([1, 2, 3, 4].map((n) => [`q${n}`, { sql: sql(n), params: {} }]));
    for (let round = 0; round < 5; round += 1) {
      const [results] = await Promise.all([
        reports.readAll(queries, limits),
        store([bar('TIDE', `2021-02-0${round + 1}`, '1')]),
      ]);
      const counts = Object.values(results).map(({ rows }) => rows[0]?.[0]);
      expect(new Set(counts).size).toBe(1);
    }
  });

  it('removes copies of old states, and all when it is closed', async () => {
    await rowsOf('SELECT count(*) AS n FROM ohlcv');
    expect((await snapshotFiles()).length).toBeLessThan(8);
    const own = createReportDatabase({ database, sandbox });
    await own.readAll({ it: { sql: 'SELECT 1 AS one FROM accounts', params: {} } }, limits);
    const parent = join(dirname(database.file), 'snapshots');
    const folders = readdirSync(parent).length;
    await own.close();
    expect(readdirSync(parent)).toHaveLength(folders - 1);
  });

  it('removes the copies of processes that died', async () => {
    const left = join(dirname(database.file), 'snapshots', '999999999-left');
    await mkdir(left, { recursive: true });
    await writeFile(join(left, 'old.db'), 'rows');
    const own = createReportDatabase({ database, sandbox });
    await own.readAll({ it: { sql: 'SELECT 1 AS one', params: {} } }, limits);
    expect(existsSync(left)).toBe(false);
    await own.close();
  });

  it('answers again after a time in which no copy could be made', async () => {
    const file = join(dirname(await databases.newFile()), 'full', 'data.db');
    const elsewhere = await databases.open(file);
    const own = createReportDatabase({ database: elsewhere, sandbox });
    const one = () => own.readAll({ it: { sql: 'SELECT 1 AS one', params: {} } }, limits);
    const inTheWay = join(dirname(file), 'snapshots');
    await writeFile(inTheWay, '');
    await expect(one()).rejects.toThrow(/snapshots/);
    await rm(inTheWay);
    expect((await one())['it']?.rows).toEqual([[1]]);
    await own.close();
  });

  it('breaks off a query when its signal aborts, and goes on with others', async () => {
    const controller = new AbortController();
    const endless =
      'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) AS i FROM n';
    const patient = createReportDatabase({ database, sandbox, budgetMs: 5_000 });
    const asked = patient.readAll(
      { it: { sql: endless, params: {} } },
      { ...limits, signal: controller.signal },
    );
    setTimeout(() => controller.abort(new Error('enough')), 200);
    await expect(asked).rejects.toThrow('enough');
    expect(await rowsOf('SELECT 1 AS one')).toEqual([[1]]);
    await patient.close();
  });

  it('stops a query after half a second, and names it', async () => {
    const endless =
      'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) AS i FROM n';
    await expect(rowsOf(endless)).rejects.toMatchObject({
      code: 'report.query-failed',
      message: expect.stringContaining('The query "it" failed: it took longer than 500 ms'),
    });
  });

  it('gives the first rows of an endless query, and says that they are a part', async () => {
    const endless = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n';
    const results = await reports.readAll({ it: { sql: endless, params: {} } }, { ...limits, maxRows: 3 });
    expect(results['it']).toMatchObject({ rows: [[1], [2], [3]], truncated: true });
  });

  it('runs on after its process was killed', async () => {
    await rowsOf('SELECT 1 AS one');
    const pid = processes.at(-1)!;
    process.kill(pid, 'SIGKILL');
    await rowsOf('SELECT symbol FROM ohlcv').catch(() => undefined);
    expect(await rowsOf('SELECT 2 AS two')).toEqual([[2]]);
    expect(processes.at(-1)).not.toBe(pid);
  });
});

describe('the sandbox’s process', () => {
  it('has an empty environment, limits that hold, and nothing in its arguments', async () => {
    await rowsOf('SELECT 1 AS one');
    const pid = processes.at(-1)!;
    if (process.platform !== 'linux') return;
    const environment = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').filter(Boolean);
    expect(environment.map((each) => each.split('=', 1)[0])).toEqual(
      expect.arrayContaining(['MALLOC_ARENA_MAX', 'TZ', 'UV_THREADPOOL_SIZE']),
    );
    expect(environment.filter((each) => /PATH|HOME|KEY|DAYBOOK|PASS/i.test(each))).toEqual([]);
    const limitsText = readFileSync(`/proc/${pid}/limits`, 'utf8');
    expect(limitsText).toMatch(/Max file size +0 +0/);
    expect(limitsText).toMatch(/Max core file size +0 +0/);
    expect(limitsText).toMatch(/Max data size +314572800 +314572800/);
    const line = execFileSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' });
    expect(line).not.toContain(Buffer.from(databases.key).toString('hex'));
  });
});
