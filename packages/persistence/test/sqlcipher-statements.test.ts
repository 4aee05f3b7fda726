import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openWriteConnection, type WriteConnection } from '../src/sqlcipher-connection.ts';
import { createTemporaryDatabases } from './temporary-databases.ts';

const databases = createTemporaryDatabases();
const opened: WriteConnection[] = [];
let connection: WriteConnection;

beforeEach(async () => {
  connection = await openWriteConnection({ file: await databases.newFile(), key: databases.key });
  opened.push(connection);
});

afterAll(async () => {
  await Promise.all(opened.map(({ close }) => close()));
  await databases.dispose();
});

describe('createSqlcipherStatements', () => {
  it('answers the same statement again, with and without values', async () => {
    await connection.runScript('CREATE TABLE t (a)');
    for (const value of [1, null, 'x']) await connection.run('INSERT INTO t VALUES (?)', [value]);
    for (let turn = 0; turn < 3; turn += 1) {
      expect(await connection.all('SELECT a FROM t WHERE a IS ?', [null])).toEqual([{ a: null }]);
      expect(await connection.all('SELECT count(*) AS n FROM t')).toEqual([{ n: 3 }]);
    }
  });

  it('answers all who run one statement at once', async () => {
    const answers = await Promise.all([1, 2, 3].map((n) => connection.all('SELECT ? AS n', [n])));
    expect(answers).toEqual([[{ n: 1 }], [{ n: 2 }], [{ n: 3 }]]);
  });

  it('refuses all who run at once what does not compile', async () => {
    const sql = 'SELECT a FROM missing';
    const answers = await Promise.allSettled([connection.all(sql), connection.run(sql), connection.all(sql)]);
    for (const answer of answers) {
      expect(answer).toMatchObject({
        status: 'rejected',
        reason: { code: 'store.failed', message: expect.stringContaining('no such table') },
      });
    }
    await connection.runScript('CREATE TABLE missing (a)');
    expect(await connection.all(sql)).toEqual([]);
  });

  it('follows a change of the schema', async () => {
    await connection.runScript('CREATE TABLE t (a)');
    await connection.run('INSERT INTO t VALUES (1)');
    expect(await connection.all('SELECT * FROM t')).toEqual([{ a: 1 }]);
    await connection.runScript('ALTER TABLE t ADD COLUMN b DEFAULT 2');
    expect(await connection.all('SELECT * FROM t')).toEqual([{ a: 1, b: 2 }]);
  });

  it('runs a statement again after it was refused', async () => {
    await connection.runScript('CREATE TABLE t (a UNIQUE)');
    const insert = () => connection.run('INSERT INTO t VALUES (?)', [1]);
    expect(await insert()).toBe(1);
    await expect(insert()).rejects.toMatchObject({ code: 'store.failed' });
    await connection.run('DELETE FROM t');
    expect(await insert()).toBe(1);
  });

  it('stores long values among short ones', async () => {
    await connection.runScript('CREATE TABLE t (a)');
    const values = ['x', 'y'.repeat(200_000), Buffer.alloc(200_000), 'z'];
    for (const value of values) await connection.run('INSERT INTO t VALUES (?)', [value]);
    const rows = await connection.all('SELECT length(a) AS n FROM t ORDER BY rowid');
    expect(rows.map(({ n }) => n)).toEqual([1, 200_000, 200_000, 1]);
  });

  it('closes after more statements than it keeps', async () => {
    for (let n = 0; n < 200; n += 1) {
      expect(await connection.all(`SELECT ${n} AS n`)).toEqual([{ n }]);
    }
    await opened.pop()?.close();
    await expect(connection.all('SELECT 1')).rejects.toBeDefined();
  });
});
