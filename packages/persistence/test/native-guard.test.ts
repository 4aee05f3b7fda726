import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { findNativeLibrary } from '../src/native-library.ts';
import { messageOf, type NativeDatabase, openNativeDatabase, textOf } from './native-database.ts';

let database: NativeDatabase;
let guard: Awaited<ReturnType<NativeDatabase['prepareGuard']>>;

beforeEach(async () => {
  database = await openNativeDatabase();
  for (const sql of [
    'CREATE TABLE ohlcv (symbol TEXT, date TEXT, close TEXT COLLATE decimal, PRIMARY KEY (symbol, date)) WITHOUT ROWID',
    "INSERT INTO ohlcv VALUES ('NRTH', '2024-01-02', '9'), ('NRTH', '2024-01-03', '10.5'), ('SOLA', '2024-01-02', '100')",
    'CREATE TABLE other (secret TEXT)',
    'CREATE VIEW sight AS SELECT close FROM ohlcv',
  ])
    await database.all(sql);
  await database.all("SELECT daybook_guard('harden', NULL)");
  guard = await database.prepareGuard();
});
afterEach(() => database.close());

const functions = 'abs avg count dec_add like row_number sum upper ->>';
async function arm(): Promise<void> {
  await guard('tables', 'ohlcv');
  await guard('functions', functions);
  await guard('arm');
  await guard('begin', '60000 1000 100000');
}

const read = async (command: string): Promise<unknown> => JSON.parse(textOf(await guard(command)));

describe('an armed connection', () => {
  beforeEach(arm);

  it.each([
    ['SELECT symbol, sum(close) AS s FROM ohlcv GROUP BY symbol ORDER BY s', ''],
    ['SELECT count(*) FROM ohlcv', ''],
    ['SELECT count(*) FROM main.ohlcv', ''],
    ['SELECT o.close FROM ohlcv o JOIN ohlcv p USING (symbol, date) WHERE p.close > 9.5', ''],
    ['SELECT row_number() OVER (ORDER BY close) FROM ohlcv', ''],
    ['SELECT close FROM (SELECT close, symbol FROM ohlcv) AS inner_rows WHERE symbol LIKE ?1', ''],
    ['SELECT (SELECT count(*) FROM (SELECT 1 FROM ohlcv)) AS n', ''],
    ['SELECT close FROM ohlcv UNION SELECT abs(close) FROM ohlcv', ''],
    ['SELECT close FROM ohlcv o WHERE EXISTS (SELECT 1 FROM ohlcv p WHERE p.close > o.close)', ''],
    ['WITH a AS (SELECT close AS c FROM ohlcv) SELECT c FROM a', 'a'],
    ['WITH a AS (SELECT close AS c FROM ohlcv) SELECT count(*) FROM a', 'A'],
    [
      'WITH a AS MATERIALIZED (SELECT close FROM ohlcv), b AS (SELECT * FROM a) SELECT count(*) FROM b JOIN a',
      'a b',
    ],
    [
      'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5) SELECT count(*) FROM n',
      'n',
    ],
    ['WITH "my rows" AS (SELECT close FROM ohlcv) SELECT count(*) FROM "my rows"', 'my rows\n'],
    ["SELECT '[1]' ->> 0", ''],
    ['SELECT CASE WHEN close > 5 THEN upper(symbol) END FROM ohlcv', ''],
    ['EXPLAIN SELECT close FROM ohlcv', ''],
  ])('answers %s', async (sql, ctes) => {
    await guard('ctes', ctes);
    await database.all(sql, sql.includes('?1') ? ['N%'] : []);
    expect(await read('denied')).toEqual([]);
  });

  it.each([
    'SELECT secret FROM other',
    'SELECT count(*) FROM other',
    'SELECT count(*) FROM main.other',
    'SELECT 1 FROM ohlcv WHERE EXISTS (SELECT 1 FROM other)',
    'WITH a AS (SELECT secret FROM other) SELECT count(*) FROM a',
    'WITH unnamed AS (SELECT close FROM ohlcv) SELECT * FROM unnamed',
    'SELECT * FROM sqlite_schema',
    'SELECT count(*) FROM sqlite_master',
    'SELECT * FROM sqlite_temp_schema',
    'SELECT * FROM sqlite_stat1',
    'SELECT * FROM sight',
    "SELECT * FROM json_each('[1]')",
    "SELECT count(*) FROM json_tree('[1]')",
    "SELECT * FROM pragma_table_info('ohlcv')",
    'SELECT * FROM pragma_function_list',
    'SELECT * FROM dbstat',
    'SELECT * FROM temp.ohlcv',
    'SELECT random()',
    'SELECT total(close) FROM ohlcv',
    'SELECT changes()',
    'SELECT CURRENT_TIMESTAMP',
    "SELECT load_extension('x')",
    "SELECT daybook_guard('tables', 'other')",
    "SELECT writefile('x', 'y')",
    "SELECT sqlcipher_export('main')",
    "SELECT '[1]' -> 0",
    'PRAGMA user_version',
    'PRAGMA cipher_version',
    'PRAGMA table_info(ohlcv)',
    'PRAGMA key = "x"',
    "PRAGMA rekey = 'x'",
    "ATTACH ':memory:' AS x",
    "ATTACH DATABASE 'file.db' AS x KEY 'y'",
    'DETACH main',
    'BEGIN',
    'COMMIT',
    'SAVEPOINT x',
    'INSERT INTO ohlcv VALUES (1, 2, 3)',
    'UPDATE ohlcv SET close = 1',
    'DELETE FROM ohlcv',
    "REPLACE INTO ohlcv VALUES ('a', 'b', 'c')",
    'CREATE TABLE x (y)',
    'CREATE TEMP TABLE x (y)',
    'CREATE TABLE x AS SELECT 1',
    'CREATE INDEX x ON ohlcv (close)',
    'CREATE VIEW x AS SELECT 1',
    'CREATE TEMP VIEW x AS SELECT 1',
    'CREATE TRIGGER x AFTER INSERT ON ohlcv BEGIN SELECT 1; END',
    'CREATE VIRTUAL TABLE x USING fts5(y)',
    'DROP TABLE ohlcv',
    'DROP VIEW sight',
    'ALTER TABLE ohlcv RENAME TO x',
    'REINDEX',
    'ANALYZE',
    'VACUUM',
    "VACUUM INTO 'copy.db'",
    'EXPLAIN SELECT secret FROM other',
    'EXPLAIN QUERY PLAN SELECT * FROM sqlite_schema',
  ])('denies %s', async (sql) => {
    expect(await database.failure(sql)).toMatch(
      /not authorized|prohibited|no such (table|function|column)|no such table column|cannot|authoriz/,
    );
    const reads = await read('reads');
    expect(JSON.stringify(reads)).not.toMatch(/secret|other|sqlite_/);
  });

  it('denies what a common table expression is named, unless it is one', async () => {
    await guard('ctes', 'sqlite_schema other daybook_x');
    expect(await database.failure('SELECT count(*) FROM sqlite_schema')).toBeDefined();
    expect(await database.failure('SELECT secret FROM other')).toBeDefined();
  });

  it('tells what was read and what was denied, each once, until the next beginning', async () => {
    await database.all('SELECT close, close FROM ohlcv WHERE close > 1');
    await database.all('SELECT count(*) FROM ohlcv');
    await database.failure('SELECT secret FROM other');
    expect(await read('reads')).toEqual([
      ['ohlcv', 'close'],
      ['ohlcv', ''],
    ]);
    expect(await read('denied')).toEqual([{ action: 'READ', first: 'other', second: 'secret' }]);
    for (let i = 0; i < 30; i += 1) await database.failure('PRAGMA user_version');
    expect(await read('denied')).toHaveLength(20);
    await guard('begin', '1 1 1');
    expect([await read('reads'), await read('denied')]).toEqual([[], []]);
  });

  it.each(['tables', 'functions', 'stop_clock', 'harden'])(
    'no longer takes the command %s',
    async (command) => {
      await expect(guard(command, 'other').catch((error) => Promise.reject(messageOf(error)))).rejects.toBe(
        'the connection is armed: this command is no longer allowed',
      );
      expect(await database.failure('SELECT secret FROM other')).toBeDefined();
    },
  );

  it('stays armed when it is armed again', async () => {
    await guard('arm');
    await guard('end');
    expect(await database.failure('SELECT secret FROM other')).toBe('access to other.secret is prohibited');
  });

  it('stops a statement at its deadline', async () => {
    await guard('begin', '200 1000 100000');
    await guard('ctes', 'n');
    const startedAt = Date.now();
    const counting = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n';
    expect(await database.failure(counting)).toBe('interrupted');
    const crossing = Array.from({ length: 15 }, (_, index) => `ohlcv t${index}`).join(' CROSS JOIN ');
    await guard('begin', '200 1000 100000');
    expect(await database.failure(`SELECT sum(dec_add(t0.close, t14.close)) FROM ${crossing}`)).toBe(
      'interrupted',
    );
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(400);
    await guard('end');
    expect(await database.values('SELECT count(*) FROM ohlcv')).toEqual([3]);
  });

  it.each([
    ['a long value', "SELECT upper(printf('%.1000001c', 'x'))", /not authorized|too big/],
    [
      'a long list of columns',
      `SELECT ${Array.from({ length: 201 }, () => '1').join(', ')}`,
      /too many columns/,
    ],
    ['a deep expression', `SELECT 1${' + 1'.repeat(250)}`, /maximum depth/],
    ['a long compound', Array.from({ length: 21 }, () => 'SELECT 1').join(' UNION ALL '), /too many terms/],
    ['a long text', `SELECT '${'x'.repeat(100_001)}'`, /too (big|large|long)/],
    ['a large parameter', 'SELECT ?101', /variable number must be/],
    ['a double-quoted text', 'SELECT "no column"', /no such column/],
  ])('has a limit for %s', async (_, sql, message) => {
    expect(await database.failure(sql)).toMatch(message);
  });
});

describe('daybook_guard', () => {
  it('allows everything before arming', async () => {
    await guard('begin', '60000 10 1000');
    await database.all("INSERT INTO other VALUES ('x')");
    expect(
      await database.values(
        `SELECT secret FROM other WHERE secret IN (SELECT value FROM json_each('["x"]'))`,
      ),
    ).toEqual(['x']);
  });

  it.each([
    ['strange', null, 'daybook_guard knows no such command'],
    ['begin', '1 2', 'begin takes milliseconds, rows and bytes'],
    ['begin', '1 2 3 4', 'begin takes milliseconds, rows and bytes'],
    ['begin', '-1 2 3', 'begin takes milliseconds, rows and bytes'],
    ['begin', '1.5 2 3', 'begin takes milliseconds, rows and bytes'],
    ['begin', null, 'begin takes milliseconds, rows and bytes'],
    ['chunk', 'x', 'chunk takes a number'],
    ['chunk', null, 'chunk takes a number'],
  ])('refuses %s %s', async (command, value, message) => {
    expect(await database.failure('SELECT daybook_guard(?1, ?2)', [command, value])).toBe(message);
  });

  it('allows nothing where no table and no function is named', async () => {
    await guard('arm');
    expect(await database.failure('SELECT close FROM ohlcv')).toBe('access to ohlcv.close is prohibited');
    expect(await database.failure('SELECT abs(1)')).toBe('not authorized to use function: abs');
    expect(await database.values('SELECT 1')).toEqual([1]);
  });

  it('never allows itself or an extension, also when they are named', async () => {
    await guard('functions', 'daybook_guard load_extension sqlite_version');
    await guard('arm');
    for (const call of ["daybook_guard('arm', NULL)", "load_extension('x')", 'sqlite_version()'])
      expect(await database.failure(`SELECT ${call}`)).toMatch(/^not authorized to use function/);
  });

  it('cannot be reached from a statement that was compiled while the settings still changed', async () => {
    const fresh = await openNativeDatabase();
    const early = await fresh.prepareGuard();
    await early('arm');
    await expect(early('begin', '1 1 1')).rejects.toThrow('not authorized to use function: daybook_guard');
    await fresh.close();
  });
});

describe('the clock', () => {
  it('stops for the whole process', async () => {
    const script = `
      import sqlcipher from '@journeyapps/sqlcipher';
      const database = new sqlcipher.Database(':memory:');
      const all = (sql) => new Promise((resolve) => database.all(sql, (error, rows) => resolve(error?.message ?? Object.values(rows[0]))));
      await new Promise((resolve) => database.loadExtension(process.argv[1], resolve));
      const times = "SELECT date('now'), date('n' || 'ow'), CURRENT_TIMESTAMP, strftime('%s'), unixepoch('now', 'subsec'), julianday(), date('2024-02-29', '+1 day')";
      const before = await all(times);
      await all("SELECT daybook_guard('stop_clock', NULL)");
      console.log(JSON.stringify([before, await all(times), await all("SELECT datetime('2024-01-01', 'localtime')")]));
    `;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--input-type=module', '--eval', script, findNativeLibrary()],
      { cwd: fileURLToPath(new URL('..', import.meta.url)) },
    );
    const told: unknown = JSON.parse(stdout);
    expect(told).toEqual([
      expect.not.arrayContaining([null]),
      [null, null, null, null, null, null, '2024-03-01'],
      'SQLITE_ERROR: local time unavailable',
    ]);
  });
});
