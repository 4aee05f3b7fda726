import { type Instant, sha256, toInstant } from '@daybook/kernel';
import type { TokenRecord, TokenStore } from '../token-store.ts';
import type { ContractTools } from './contract-tools.ts';

/** What every token store must do. `create` gives an empty one. */
export function tokenStoreContract(
  { describe, it, expect }: ContractTools,
  create: () => Promise<TokenStore>,
): void {
  describe('token store', () => {
    it('finds a token by its hash, as it was added', async () => {
      const store = await create();
      const agent = { ...record(1), name: 'Zoë’s 助手 🙂', scopes: ['read', 'author', 'run'] } as const;
      const person = { ...record(2), kind: 'person', expiresAt: at(9), scopes: [] } as const;
      await store.add(agent);
      await store.add(person);
      expect(await store.find(agent.sha256)).toEqual(agent);
      expect(await store.find(person.sha256)).toEqual(person);
    });

    it('finds nothing under another hash', async () => {
      const store = await create();
      await store.add(record(1));
      expect(await store.find(sha256('other'))).toBeUndefined();
    });

    it('lists the newest first', async () => {
      const store = await create();
      for (const number of [2, 1, 3]) await store.add(record(number));
      expect((await store.list()).map(({ tokenId }) => tokenId)).toEqual(['tok_3', 'tok_2', 'tok_1']);
    });

    it('forgets a token that was revoked', async () => {
      const store = await create();
      await store.add(record(1));
      await store.add(record(2));
      expect(await store.revoke('tok_1', at(5))).toBe(true);
      expect(await store.find(record(1).sha256)).toBeUndefined();
      expect((await store.list()).map(({ tokenId }) => tokenId)).toEqual(['tok_2']);
    });

    it('says that there is nothing to revoke', async () => {
      const store = await create();
      await store.add(record(1));
      await store.revoke('tok_1', at(5));
      expect(await store.revoke('tok_1', at(6))).toBe(false);
      expect(await store.revoke('tok_none', at(6))).toBe(false);
    });

    it('still finds a token that has expired', async () => {
      const store = await create();
      await store.add({ ...record(1), expiresAt: at(2) });
      expect(await store.find(record(1).sha256)).toMatchObject({ expiresAt: at(2) });
    });
  });
}

function record(number: number): TokenRecord {
  return {
    tokenId: `tok_${number}`,
    kind: 'agent',
    name: `helper ${number}`,
    scopes: ['read'],
    sha256: sha256(`token ${number}`),
    createdAt: at(number),
    expiresAt: null,
  };
}

function at(second: number): Instant {
  return toInstant(Date.UTC(2021, 0, 4, 21, 0, second));
}
