import { type Instant, type PolicyId, toInstant, toPolicyId, toRunId } from '@daybook/kernel';
import type { Schedule, ScheduleStore, Slot } from '../schedule-store.ts';
import type { ContractTools } from './contract-tools.ts';

type Create = (schedules: readonly Schedule[]) => Promise<ScheduleStore>;

/** What every schedule store must do. `create` gives one that has exactly these schedules, and no slots. */
export function scheduleStoreContract(tools: ContractTools, create: Create): void {
  schedulesContract(tools, create);
  accountContract(tools, create);
  settleContract(tools, create);
  claimedContract(tools, create);
  listContract(tools, create);
}

function schedulesContract({ describe, it, expect }: ContractTools, create: Create): void {
  describe('schedules', () => {
    it('gives every schedule as its policy writes it', async () => {
      const wanted = [
        schedule('1'),
        {
          ...schedule('2'),
          policyName: 'Straße 東京',
          timing: { cron: '0 9 13 * FRI', timezone: 'Asia/Tokyo', dayMatch: 'all' },
          misfireGraceTime: 0,
          coalesce: false,
          standing: 'paused',
        },
        { ...schedule('3'), standing: 'awaiting_approval', accountedUntil: at(30) },
        {
          ...schedule('4'),
          timing: {
            cron: '@daily',
            timezone: 'Europe/London',
            market: { calendar: 'XLON', closed: 'next_open' },
          },
        },
        {
          ...schedule('5'),
          timing: { afterClose: { calendar: 'XNYS', delay: 'PT30M' }, timezone: 'America/New_York' },
        },
      ] as const;
      const store = await create(wanted);
      expect(sorted(await store.schedules())).toEqual(wanted);
    });

    it('gives none where there is none', async () => {
      const store = await create([]);
      expect(await store.schedules()).toEqual([]);
      expect(await store.list({ limit: 10 })).toEqual([]);
      expect(await store.claimed()).toEqual([]);
    });
  });
}

function accountContract({ describe, it, expect }: ContractTools, create: Create): void {
  describe('accounting', () => {
    it('records slots and moves on together', async () => {
      const store = await create([schedule('1'), schedule('2')]);
      const slots = [skipped('1', 60), claimed('1', 120)];
      expect(await store.account(policy('1'), slots, at(150))).toEqual([key('1', 60), key('1', 120)]);
      expect(await store.list({ limit: 10 })).toEqual([claimed('1', 120), skipped('1', 60)]);
      expect(sorted(await store.schedules()).map(({ accountedUntil }) => accountedUntil)).toEqual([
        at(150),
        at(0),
      ]);
    });

    it('moves on without any slot', async () => {
      const store = await create([schedule('1')]);
      expect(await store.account(policy('1'), [], at(59))).toEqual([]);
      expect(await store.schedules()).toEqual([{ ...schedule('1'), accountedUntil: at(59) }]);
    });

    it('never moves back', async () => {
      const store = await create([{ ...schedule('1'), accountedUntil: at(600) }]);
      await store.account(policy('1'), [], at(60));
      expect(await store.schedules()).toMatchObject([{ accountedUntil: at(600) }]);
    });

    it('records a slot once, and leaves the first record as it is', async () => {
      const store = await create([schedule('1')]);
      await store.account(policy('1'), [claimed('1', 60)], at(60));
      const again = [skipped('1', 60), skipped('1', 120)];
      expect(await store.account(policy('1'), again, at(120))).toEqual([key('1', 120)]);
      expect(await store.list({ limit: 10 })).toEqual([skipped('1', 120), claimed('1', 60)]);
      expect(await store.schedules()).toMatchObject([{ accountedUntil: at(120) }]);
    });

    it('lets one of two calls record a slot that come side by side', async () => {
      const store = await create([schedule('1')]);
      const answers = await Promise.all([
        store.account(policy('1'), [claimed('1', 60)], at(60)),
        store.account(policy('1'), [claimed('1', 60)], at(60)),
      ]);
      expect(answers.flat()).toEqual([key('1', 60)]);
      expect(await store.list({ limit: 10 })).toEqual([claimed('1', 60)]);
    });

    it('tells policies with the same fire time apart', async () => {
      const store = await create([schedule('1'), schedule('2')]);
      await store.account(policy('1'), [claimed('1', 60)], at(60));
      expect(await store.account(policy('2'), [skipped('2', 60)], at(60))).toEqual([key('2', 60)]);
      expect(await store.list({ policyId: policy('2'), limit: 10 })).toEqual([skipped('2', 60)]);
    });

    it('records several hundred slots at once', async () => {
      const store = await create([schedule('1')]);
      const slots = Array.from({ length: 500 }, (_, index) => skipped('1', 60 * (index + 1)));
      expect(await store.account(policy('1'), slots, at(30_000))).toHaveLength(500);
      expect(await store.list({ limit: 1000 })).toEqual(slots.toReversed());
    });
  });
}

function settleContract({ describe, it, expect }: ContractTools, create: Create): void {
  describe('settling', () => {
    it('records what became of a claimed slot', async () => {
      for (const state of [
        { status: 'ran', runId: toRunId('run_other') },
        { status: 'skipped', reason: 'overlap' },
      ] as const) {
        const store = await create([schedule('1')]);
        await store.account(policy('1'), [claimed('1', 60)], at(60));
        await store.settle(key('1', 60), state, at(63));
        expect(await store.list({ limit: 10 })).toEqual([{ ...claimed('1', 60), state, recordedAt: at(63) }]);
        expect(await store.claimed()).toEqual([]);
      }
    });

    it('changes no slot that is settled', async () => {
      const store = await create([schedule('1')]);
      await store.account(policy('1'), [claimed('1', 60), skipped('1', 120)], at(120));
      const ran = { status: 'ran', runId: toRunId('run_1_60') } as const;
      await store.settle(key('1', 60), ran, at(121));
      await store.settle(key('1', 60), { status: 'skipped', reason: 'quota' }, at(122));
      await store.settle(key('1', 120), { status: 'ran', runId: toRunId('run_1_120') }, at(122));
      expect(await store.list({ limit: 10 })).toEqual([
        skipped('1', 120),
        { ...claimed('1', 60), state: ran, recordedAt: at(121) },
      ]);
    });

    it('does nothing for a slot that nobody recorded', async () => {
      const store = await create([schedule('1'), schedule('2')]);
      await store.account(policy('1'), [claimed('1', 60)], at(60));
      await store.settle(key('1', 61), { status: 'skipped', reason: 'quota' }, at(62));
      await store.settle(key('2', 60), { status: 'skipped', reason: 'quota' }, at(62));
      expect(await store.list({ limit: 10 })).toEqual([claimed('1', 60)]);
    });
  });
}

function claimedContract({ describe, it, expect }: ContractTools, create: Create): void {
  describe('claimed', () => {
    it('gives the claimed slots of all policies, oldest first', async () => {
      const store = await create([schedule('1'), schedule('2')]);
      await store.account(policy('1'), [claimed('1', 180), claimed('1', 60), skipped('1', 90)], at(180));
      await store.account(policy('2'), [claimed('2', 120)], at(180));
      await store.settle(key('1', 60), { status: 'ran', runId: toRunId('run_1_60') }, at(181));
      expect(await store.claimed()).toEqual([claimed('2', 120), claimed('1', 180)]);
    });
  });
}

function listContract({ describe, it, expect }: ContractTools, create: Create): void {
  describe('list', () => {
    it('gives pages, newest first', async () => {
      const store = await create([schedule('1'), schedule('2')]);
      const own = [skipped('1', 60), skipped('1', 180), skipped('1', 300)];
      await store.account(policy('1'), own, at(300));
      await store.account(policy('2'), [skipped('2', 120), skipped('2', 240)], at(300));
      const times = async (page: Parameters<ScheduleStore['list']>[0]) =>
        (await store.list(page)).map(({ scheduledFor }) => scheduledFor);
      expect(await times({ limit: 2 })).toEqual([at(300), at(240)]);
      expect(await times({ before: at(240), limit: 2 })).toEqual([at(180), at(120)]);
      expect(await times({ before: at(120), limit: 2 })).toEqual([at(60)]);
      expect(await times({ before: at(60), limit: 2 })).toEqual([]);
      expect(await times({ policyId: policy('1'), before: at(300), limit: 5 })).toEqual([at(180), at(60)]);
      expect(await times({ since: at(180), before: at(300), limit: 5 })).toEqual([at(240), at(180)]);
      expect(await times({ policyId: policy('3'), limit: 5 })).toEqual([]);
    });
  });
}

function schedule(name: string): Schedule {
  return {
    policyId: policy(name),
    policyName: `policy-${name}`,
    version: 1,
    timing: { cron: '* * * * *', timezone: 'America/New_York' },
    misfireGraceTime: null,
    coalesce: true,
    standing: 'ready',
    accountedUntil: at(0),
  };
}

function claimed(name: string, second: number): Slot {
  const runId = toRunId(`run_${name}_${second}`);
  return { ...key(name, second), version: 1, state: { status: 'claimed', runId }, recordedAt: at(second) };
}

function skipped(name: string, second: number): Slot {
  const state = { status: 'skipped', reason: 'misfired' } as const;
  return { ...key(name, second), version: 1, state, recordedAt: at(second) };
}

function key(name: string, second: number): { readonly policyId: PolicyId; readonly scheduledFor: Instant } {
  return { policyId: policy(name), scheduledFor: at(second) };
}

const policy = (name: string) => toPolicyId(`pol_${name}`);

function at(second: number): Instant {
  return toInstant(Date.UTC(2026, 0, 5, 14, 0, second));
}

function sorted(schedules: readonly Schedule[]): readonly Schedule[] {
  return schedules.toSorted((left, right) => (left.policyId < right.policyId ? -1 : 1));
}
