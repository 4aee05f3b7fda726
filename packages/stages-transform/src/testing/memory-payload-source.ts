import { type Sha256, sha256 } from '@daybook/kernel';
import type { KeptPayload, PayloadSource } from '../payload-source.ts';

/** A payload source over bytes in memory. */
export function createMemoryPayloadSource(kept: readonly KeptPayload[]): PayloadSource {
  const payloads = new Map<Sha256, KeptPayload>(kept.map((payload) => [sha256(payload.bytes), payload]));
  return { read: (hash) => Promise.resolve(payloads.get(hash)) };
}
