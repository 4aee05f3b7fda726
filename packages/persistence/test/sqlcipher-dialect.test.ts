import { toInstant, toPolicyId } from '@daybook/kernel';
import type { Database } from '@daybook/persistence';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openWriteConnection } from '../src/sqlcipher-connection.ts';
import { createTemporaryDatabases } from './temporary-databases.ts';

const databases = createTemporaryDatabases();
let database: Database;

beforeEach(async () => {
  database = await databases.open();
});

afterAll(() => databases.dispose());

describe('createSqlcipherDialect', () => {
  const policy = (name: string) => ({
    policy_id: toPolicyId(name),
    name,
    created_at: toInstant(0),
    enabled: 1,
    paused_at: null,
    paused_by: null,
  });

  it('gives counts for changes and rows for what returns them', async () => {
    await database.write(async ({ queries }) => {
      const inserted = await queries
        .insertInto('policies')
        .values([policy('a'), policy('b')])
        .executeTakeFirst();
      expect(inserted.numInsertedOrUpdatedRows).toBe(2n);

      const changed = await queries
        .updateTable('policies')
        .set({ created_at: toInstant(1) })
        .executeTakeFirst();
      expect(changed.numUpdatedRows).toBe(2n);

      const deleted = await queries
        .deleteFrom('policies')
        .where('name', '=', 'a')
        .returning('name')
        .execute();
      expect(deleted).toEqual([{ name: 'a' }]);

      expect(await queries.selectFrom('policies').select('name').execute()).toEqual([{ name: 'b' }]);
    });
  });

  it('gives a constraint’s refusal as an engine error', async () => {
    const twice = database.write(({ queries }) =>
      queries
        .insertInto('policies')
        .values([policy('a'), policy('a')])
        .execute(),
    );
    await expect(twice).rejects.toMatchObject({
      code: 'store.failed',
      advice: { kind: 'never' },
      message: expect.stringContaining('UNIQUE constraint failed: policies'),
    });
  });
});

describe('the connection', () => {
  it('gives back what it was given', async () => {
    const values = ['Straße 東京 🙂 مرحبا', 'zero\u0000inside', '', 1.5, -7, 2 ** 53 - 1, null];
    const row = await echo(values);
    expect(Object.values(row)).toEqual(values);
  });

  it('keeps bytes', async () => {
    const window = new Uint8Array([9, 0, 255, 9]).subarray(1, 3);
    const [bytes] = Object.values(await echo([window]));
    expect(Buffer.from(bytes as Uint8Array).toString('hex')).toBe('00ff');
  });

  const lossy: readonly (readonly [string, unknown])[] = [
    ['NaN', Number.NaN],
    ['infinity', Number.POSITIVE_INFINITY],
    ['an integer beyond 2^53', 2 ** 53],
    ['undefined', undefined],
    ['a bigint', 1n],
    ['a date', new Date(0)],
    ['an object', { a: 1 }],
  ];
  for (const [what, value] of lossy) {
    it(`refuses ${what} as a parameter`, async () => {
      await expect(echo([value])).rejects.toMatchObject({ code: 'store.failed' });
    });
  }

  it('refuses to read an integer that the driver has rounded', async () => {
    const reading = database.read(({ all }) => all('SELECT 9007199254740993 AS big'));
    await expect(reading).rejects.toMatchObject({
      code: 'store.failed',
      message: expect.stringContaining('CAST'),
    });
  });

  it('says that another connection holds the lock', async () => {
    const settings = { file: database.file, key: databases.key };
    const [holder, other] = [await openWriteConnection(settings), await openWriteConnection(settings)];
    await other.all('PRAGMA busy_timeout = 0');
    await holder.all('BEGIN IMMEDIATE');
    await expect(other.all('BEGIN IMMEDIATE')).rejects.toMatchObject({
      code: 'store.busy',
      advice: { kind: 'backoff' },
    });
    await holder.all('ROLLBACK');
    await Promise.all([holder.close(), other.close()]);
  });

  function echo(values: readonly unknown[]) {
    const columns = values.map((_, index) => `? AS column_${index}`).join(', ');
    return database.read(async ({ all }) => (await all(`SELECT ${columns}`, values))[0] ?? {});
  }
});
