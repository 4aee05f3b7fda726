import { type Instant, toInstant } from '@daybook/kernel';
import type { LeaseStore } from '../lease-store.ts';
import type { ContractTools } from './contract-tools.ts';

/** What every lease store must do. `create` gives one that nobody holds. */
export function leaseStoreContract(
  { describe, it, expect }: ContractTools,
  create: () => Promise<LeaseStore>,
): void {
  const ask = (store: LeaseStore, holder: string, second: number, gone: readonly string[] = []) =>
    store.acquire({
      holder,
      at: at(second),
      expiresAt: at(second + 10),
      isGone: (other) => gone.includes(other),
    });

  describe('the lease', () => {
    it('goes to the first who asks, and to nobody else while it runs', async () => {
      const store = await create();
      const first = await ask(store, 'one', 0);
      expect(first).toMatchObject({ kind: 'held', lease: { holder: 'one', expiresAt: at(10) } });
      expect(await ask(store, 'two', 9)).toEqual({ kind: 'taken', lease: first.lease });
    });

    it('goes to one of two who ask at once', async () => {
      const store = await create();
      const answers = await Promise.all([ask(store, 'one', 0), ask(store, 'two', 0)]);
      expect(answers.filter(({ kind }) => kind === 'held')).toHaveLength(1);
    });

    it('can be taken over when it has expired or its holder is gone, with a higher fence', async () => {
      const store = await create();
      const first = await ask(store, 'one', 0);
      const second = await ask(store, 'two', 10);
      const third = await ask(store, 'three', 11, ['two']);
      expect([second.kind, third.kind]).toEqual(['held', 'held']);
      expect(second.lease.fence).toBeGreaterThan(first.lease.fence);
      expect(third.lease.fence).toBeGreaterThan(second.lease.fence);
    });

    it('runs longer when its holder renews it, and not for one who lost it', async () => {
      const store = await create();
      const first = await ask(store, 'one', 0);
      expect(await store.renew(first.lease.fence, at(20))).toBe(true);
      expect((await ask(store, 'two', 15)).kind).toBe('taken');
      const second = await ask(store, 'two', 20);
      expect(await store.renew(first.lease.fence, at(40))).toBe(false);
      expect((await ask(store, 'one', 29)).lease).toEqual(second.lease);
    });

    it('is free when its holder gives it back, and only then', async () => {
      const store = await create();
      const first = await ask(store, 'one', 0);
      const second = await ask(store, 'two', 10);
      await store.release(first.lease.fence);
      expect((await ask(store, 'three', 11)).kind).toBe('taken');
      await store.release(second.lease.fence);
      const third = await ask(store, 'three', 11);
      expect(third.kind).toBe('held');
      expect(third.lease.fence).toBeGreaterThan(second.lease.fence);
    });
  });
}

function at(second: number): Instant {
  return toInstant(Date.UTC(2021, 0, 4, 21, 0, second));
}
