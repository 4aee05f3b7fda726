import { sha256, toInstant } from '@daybook/kernel';
import type { FetchedPayload } from '../payload-store.ts';
import type { ContractTools } from './contract-tools.ts';
import type { MemoryPayloadStore } from './memory-payload-store.ts';

/** A store with what only its tests look at. */
export type PayloadStoreFixture = MemoryPayloadStore;

/** What every payload store must do. `create` gives an empty one. */
export function payloadStoreContract(
  { describe, it, expect }: ContractTools,
  create: () => Promise<PayloadStoreFixture>,
): void {
  describe('keeping payloads', () => {
    it('gives back the same bytes by their hash', async () => {
      const store = await create();
      for (const bytes of [text('symbol,close\nNRTH,1.50\n'), Uint8Array.of(0, 255, 0, 128), text('')]) {
        const { sha256: hash } = await store.put({ ...payload, bytes });
        expect(hash).toBe(sha256(bytes));
        const kept = await store.read(hash);
        expect(Buffer.from(kept?.bytes ?? []).equals(bytes)).toBe(true);
        expect(kept?.contentType).toBe('text/csv');
      }
    });

    it('keeps equal bytes once', async () => {
      const store = await create();
      expect(await store.put(payload)).toMatchObject({ alreadyKept: false });
      expect(await store.put({ ...payload, fetchedAt: toInstant(1) })).toMatchObject({ alreadyKept: true });
    });

    it('records the first fetch of each provenance', async () => {
      const store = await create();
      await store.put(payload);
      await store.put({ ...payload, fetchedAt: toInstant(1), source: 'again.csv' });
      await store.put({ ...payload, entityKey: 'SOLA', source: 'sola.csv' });
      const origins = await store.origins();
      expect(origins.map(({ entityKey, source }) => [entityKey, source])).toEqual([
        ['NRTH', 'north.csv'],
        ['SOLA', 'sola.csv'],
      ]);
      expect(origins[0]?.fetchedAt).toBe(payload.fetchedAt);
    });

    it('keeps payloads that are put side by side', async () => {
      const store = await create();
      const results = await Promise.all([store.put(payload), store.put(payload)]);
      expect(results.filter(({ alreadyKept }) => alreadyKept)).toHaveLength(1);
      expect(await store.origins()).toHaveLength(1);
    });

    it('survives a caller that overwrites its bytes', async () => {
      const store = await create();
      const bytes = text('first');
      const { sha256: hash } = await store.put({ ...payload, bytes });
      bytes.fill(0);
      expect(Buffer.from((await store.read(hash))?.bytes ?? []).toString()).toBe('first');
    });
  });
}

const payload: FetchedPayload = {
  bytes: text('symbol,close\nNRTH,1.5\n'),
  contentType: 'text/csv',
  provider: 'file',
  dataset: 'ohlcv',
  entityKey: 'NRTH',
  source: 'north.csv',
  fetchedAt: toInstant(0),
};

function text(content: string): Uint8Array {
  return new TextEncoder().encode(content);
}
