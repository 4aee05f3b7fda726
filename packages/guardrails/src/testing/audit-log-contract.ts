import { type Instant, toInstant } from '@daybook/kernel';
import type { AuditEvent, AuditLog } from '../audit-log.ts';
import type { ContractTools } from './contract-tools.ts';

/** What every audit log must do. `create` gives an empty one. */
export function auditLogContract(
  { describe, it, expect }: ContractTools,
  create: () => Promise<AuditLog>,
): void {
  describe('audit log', () => {
    it('is empty at first', async () => {
      const log = await create();
      expect(await log.list({ limit: 10 })).toEqual([]);
    });

    it('gives back an event as it was', async () => {
      const log = await create();
      const details = { version: 2, note: 'Größe 東京 🙂 "quoted"', list: [1, null, { deep: true }] };
      const event = { ...eventAt(1), actor: 'agent:Zoë’s helper', details };
      await log.append(event);
      expect(await log.list({ limit: 10 })).toEqual([{ ...event, sequence: 1 }]);
    });

    it('lists the newest first', async () => {
      const log = await create();
      for (const number of [1, 2, 3]) await log.append(eventAt(number));
      expect(await subjects(log, { limit: 10 })).toEqual(['pol_3', 'pol_2', 'pol_1']);
    });

    it('orders by arrival when the clock goes back', async () => {
      const log = await create();
      for (const number of [5, 1, 3]) await log.append(eventAt(number));
      expect(await subjects(log, { limit: 10 })).toEqual(['pol_3', 'pol_1', 'pol_5']);
    });

    it('pages by sequence', async () => {
      const log = await create();
      for (const number of [1, 2, 3, 4, 5]) await log.append(eventAt(number));
      expect(await subjects(log, { limit: 2 })).toEqual(['pol_5', 'pol_4']);
      expect(await subjects(log, { before: 4, limit: 2 })).toEqual(['pol_3', 'pol_2']);
      expect(await subjects(log, { before: 2, limit: 2 })).toEqual(['pol_1']);
      expect(await subjects(log, { before: 1, limit: 2 })).toEqual([]);
    });

    it('numbers events without a gap when they come side by side', async () => {
      const log = await create();
      await Promise.all(Array.from({ length: 12 }, (_, number) => log.append(eventAt(number))));
      const entries = await log.list({ limit: 100 });
      expect(entries.map(({ sequence }) => sequence)).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
      expect(new Set(entries.map(({ subject }) => subject)).size).toBe(12);
    });

    it('keeps equal events apart', async () => {
      const log = await create();
      await log.append(eventAt(1));
      await log.append(eventAt(1));
      expect(await log.list({ limit: 10 })).toHaveLength(2);
    });
  });
}

async function subjects(log: AuditLog, page: { before?: number; limit: number }): Promise<readonly string[]> {
  return (await log.list(page)).map(({ subject }) => subject);
}

function eventAt(number: number): AuditEvent {
  return {
    at: at(number),
    actor: 'person:gui',
    action: 'policy.approved',
    subject: `pol_${number}`,
    details: { number },
  };
}

function at(second: number): Instant {
  return toInstant(Date.UTC(2021, 0, 4, 21, 0, second));
}
