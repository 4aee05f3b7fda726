import type { Lease, LeaseAnswer, LeaseStore } from '@daybook/runner';
import type { Database } from './database.ts';
import type { WriteTransaction } from './transaction.ts';

type Request = Parameters<LeaseStore['acquire']>[0];

/** The lease of the encrypted database; its fence rises for as long as there is the file. */
export function createLeaseStore(database: Database): LeaseStore {
  return {
    acquire: (request) => database.write((transaction) => acquire(transaction, request)),
    async renew(fence, expiresAt) {
      const renewed = await database.write(({ run }) =>
        run('UPDATE lease SET expires_at = ?2 WHERE fence = ?1 AND holder IS NOT NULL', [fence, expiresAt]),
      );
      return renewed === 1;
    },
    async release(fence) {
      await database.write(({ run }) =>
        run('UPDATE lease SET holder = NULL, expires_at = NULL WHERE fence = ?1', [fence]),
      );
    },
  };
}

async function acquire(transaction: WriteTransaction, request: Request): Promise<LeaseAnswer> {
  const { holder, at, expiresAt, isGone } = request;
  const { fence: newest, ...held } = await transaction.queries
    .selectFrom('lease')
    .select(['holder', 'fence', 'expires_at'])
    .executeTakeFirstOrThrow();
  if (held.holder !== null && held.expires_at !== null && held.expires_at > at && !isGone(held.holder)) {
    return { kind: 'taken', lease: { holder: held.holder, fence: newest, expiresAt: held.expires_at } };
  }
  const lease: Lease = { holder, fence: newest + 1, expiresAt };
  await transaction.run('UPDATE lease SET holder = ?1, fence = ?2, expires_at = ?3', [
    holder,
    lease.fence,
    expiresAt,
  ]);
  return { kind: 'held', lease };
}
