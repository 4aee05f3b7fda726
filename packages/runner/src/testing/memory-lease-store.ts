import { toInstant } from '@daybook/kernel';
import type { Lease, LeaseStore } from '../lease-store.ts';

/** Keeps the lease in memory, by the rules that every lease store has. */
export function createMemoryLeaseStore(): LeaseStore {
  let current: Lease | null = null;
  let newestFence = 0;
  return {
    async acquire({ holder, at, expiresAt, isGone }) {
      const isFree = current === null || current.expiresAt <= at || isGone(current.holder);
      if (!isFree && current !== null) return { kind: 'taken', lease: current };
      newestFence += 1;
      current = { holder, fence: newestFence, expiresAt };
      return { kind: 'held', lease: current };
    },
    async renew(fence, expiresAt) {
      if (current?.fence !== fence) return false;
      current = { ...current, expiresAt };
      return true;
    },
    async release(fence) {
      if (current?.fence === fence) current = { ...current, expiresAt: toInstant(0) };
    },
  };
}
