import { sha256 } from '@daybook/kernel';
import type { KeptPayload, PayloadSource } from '../payload-source.ts';
import type { ContractTools } from './contract-tools.ts';

/** What every payload source must do. `create` gives one that keeps these payloads. */
export function payloadSourceContract(
  { describe, it, expect }: ContractTools,
  create: (kept: readonly KeptPayload[]) => Promise<PayloadSource>,
): void {
  describe('reading payloads', () => {
    const csv = { bytes: Buffer.from('symbol,close\nNRTH,1.50\n'), contentType: 'text/csv' };
    const binary = { bytes: Uint8Array.of(0, 255, 10, 13, 0), contentType: 'application/octet-stream' };

    it('gives the bytes of a hash as they were kept', async () => {
      const source = await create([csv, binary]);
      for (const payload of [csv, binary]) {
        const read = await source.read(sha256(payload.bytes));
        expect(Buffer.from(read?.bytes ?? []).equals(payload.bytes)).toBe(true);
        expect(read?.contentType).toBe(payload.contentType);
      }
    });

    it('says when a hash is not kept', async () => {
      const source = await create([csv]);
      expect(await source.read(sha256('something else'))).toBeUndefined();
    });
  });
}
