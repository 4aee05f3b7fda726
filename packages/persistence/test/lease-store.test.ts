import { createLeaseStore, type Database } from '@daybook/persistence';
import { afterAll, describe, expect, it } from '@jest/globals';
import { at } from './stored-policies.ts';
import { createTemporaryDatabases } from './temporary-databases.ts';

const databases = createTemporaryDatabases();
const request = { holder: 'one', at: at(0), expiresAt: at(10), isGone: () => false };

afterAll(() => databases.dispose());

describe('createLeaseStore', () => {
  it('gives higher fences for as long as there is the file', async () => {
    const first = await databases.open();
    const { lease } = await createLeaseStore(first).acquire(request);
    await createLeaseStore(first).release(lease.fence);
    await first.close();
    const second = await databases.open(first.file);
    expect((await createLeaseStore(second).acquire(request)).lease.fence).toBe(lease.fence + 1);
  });

  it('renews no lease that was given back', async () => {
    const store = createLeaseStore(await databases.open());
    const { lease } = await store.acquire(request);
    await store.release(lease.fence);
    expect(await store.renew(lease.fence, at(20))).toBe(false);
  });

  it('asks about its holder only while the lease runs', async () => {
    const store = createLeaseStore(await databases.open());
    const asked: string[] = [];
    const isGone = (holder: string) => {
      asked.push(holder);
      return true;
    };
    await store.acquire({ ...request, isGone });
    await store.acquire({ ...request, at: at(10), expiresAt: at(20), isGone });
    expect(asked).toEqual([]);
    await store.acquire({ ...request, holder: 'three', isGone });
    expect(asked).toEqual(['one']);
  });

  it('has a row that is neither removed nor turned back', async () => {
    const database = await databases.open();
    await createLeaseStore(database).acquire(request);
    for (const sql of [
      'DELETE FROM lease',
      'UPDATE lease SET fence = 0',
      `UPDATE lease SET holder = 'two'`,
      `INSERT INTO lease (name, fence) VALUES ('other', 1)`,
    ]) {
      await expect(refusal(database, sql)).rejects.toMatchObject({ code: 'store.failed' });
    }
  });
});

const refusal = (database: Database, sql: string) => database.write(({ run }) => run(sql));
