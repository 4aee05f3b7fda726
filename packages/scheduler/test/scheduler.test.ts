import { describe, expect, it } from '@jest/globals';
import { silentLogger, toPolicyId } from '@daybook/kernel';
import {
  createScheduler,
  type ScheduledOrder,
  type SlotReason,
  type StartScheduledRun,
} from '@daybook/scheduler';
import { at, scheduleOf } from './example-schedule.ts';
import { failing, setUpScheduler } from './scheduler-set-up.ts';

const refusing =
  (reason: SlotReason): StartScheduledRun =>
  async () => ({ kind: 'refused', reason });

describe('createScheduler', () => {
  it('starts what is due, once', async () => {
    const { clock, orders, scheduler, slots } = setUpScheduler([scheduleOf()]);
    await scheduler.tick();
    expect(orders).toEqual([]);
    clock.turn(600);
    await scheduler.tick();
    await scheduler.tick();
    expect(orders).toEqual([
      {
        policyId: 'pol_1',
        runId: expect.stringMatching(/^run_[0-9a-f]{26}$/),
        scheduledFor: at(9, 10),
        cause: 'schedule',
      },
    ]);
    expect(await slots()).toEqual([['09:10', 'ran']]);
  });

  it('catches up with the newest slot after a pause', async () => {
    const { clock, orders, scheduler, slots } = setUpScheduler([scheduleOf()]);
    clock.turn(1800 + 61);
    await scheduler.tick();
    expect(orders).toMatchObject([{ scheduledFor: at(9, 30), cause: 'catch_up' }]);
    expect(await slots()).toEqual([
      ['09:10', 'coalesced'],
      ['09:20', 'coalesced'],
      ['09:30', 'ran'],
    ]);
  });

  it('is punctual up to a minute', async () => {
    const { clock, orders, scheduler } = setUpScheduler([scheduleOf()]);
    clock.turn(660);
    await scheduler.tick();
    expect(orders).toMatchObject([{ scheduledFor: at(9, 10), cause: 'schedule' }]);
  });

  it('runs each slot inside the grace without coalesce, in order', async () => {
    const { clock, orders, scheduler, slots } = setUpScheduler([
      scheduleOf({ coalesce: false, misfireGraceTime: 700 }),
    ]);
    clock.turn(1800);
    await scheduler.tick();
    expect(orders.map(({ scheduledFor }) => scheduledFor)).toEqual([at(9, 20), at(9, 30)]);
    expect(await slots()).toEqual([
      ['09:10', 'misfired'],
      ['09:20', 'ran'],
      ['09:30', 'ran'],
    ]);
  });

  it('tells once per policy what came too late', async () => {
    const other = scheduleOf({ policyId: toPolicyId('pol_2'), policyName: 'other', standing: 'paused' });
    const { clock, missed, scheduler } = setUpScheduler([scheduleOf({ misfireGraceTime: 0 }), other]);
    clock.turn(1250);
    await scheduler.tick();
    await scheduler.tick();
    expect(missed).toEqual([
      {
        policyId: 'pol_1',
        policyName: 'weekly-brief',
        slots: [
          { scheduledFor: at(9, 10), reason: 'misfired' },
          { scheduledFor: at(9, 20), reason: 'misfired' },
        ],
      },
    ]);
  });

  it('leaves a slot alone that is on record', async () => {
    const { clock, orders, scheduler, slots, store } = setUpScheduler([scheduleOf()]);
    const state = { status: 'skipped', reason: 'overlap' } as const;
    const known = {
      policyId: toPolicyId('pol_1'),
      scheduledFor: at(9, 10),
      version: 2,
      state,
      recordedAt: at(9),
    };
    await store.account(known.policyId, [known], at(9));
    clock.turn(600);
    await scheduler.tick();
    expect(orders).toEqual([]);
    expect(await slots()).toEqual([['09:10', 'overlap']]);
  });

  it('records why a policy does not run', async () => {
    for (const standing of ['paused', 'awaiting_approval'] as const) {
      const { clock, orders, missed, scheduler, slots } = setUpScheduler([scheduleOf({ standing })]);
      clock.turn(1200);
      await scheduler.tick();
      expect(await slots()).toEqual([
        ['09:10', standing],
        ['09:20', standing],
      ]);
      expect([...orders, ...missed]).toEqual([]);
    }
  });

  it('records why a run was refused', async () => {
    for (const reason of ['overlap', 'quota', 'paused', 'awaiting_approval', 'market_closed'] as const) {
      const { clock, missed, scheduler, slots } = setUpScheduler([scheduleOf()], {
        startRun: refusing(reason),
      });
      clock.turn(600);
      await scheduler.tick();
      expect(await slots()).toEqual([['09:10', reason]]);
      expect(missed).toEqual([]);
    }
  });

  it('accounts for weeks of minutes in batches', async () => {
    const { clock, orders, missed, scheduler, store } = setUpScheduler([
      scheduleOf({ timing: { cron: '* * * * *', timezone: 'UTC' }, misfireGraceTime: 120 }),
    ]);
    clock.turn(2000 * 60);
    await scheduler.tick();
    const slots = await store.list({ limit: 10_000 });
    expect(slots).toHaveLength(2000);
    expect(orders).toHaveLength(1);
    expect(orders).toMatchObject([{ scheduledFor: slots[0]?.scheduledFor }]);
    expect(missed.map((runs) => runs.slots.length)).toEqual([1997]);
  });
});

describe('a scheduler that starts again', () => {
  it('takes up where the former one ended', async () => {
    const { clock, orders, restart, scheduler, slots } = setUpScheduler([scheduleOf({ coalesce: false })]);
    clock.turn(600);
    await scheduler.tick();
    clock.turn(1200);
    await restart().tick();
    expect(orders.map(({ scheduledFor }) => scheduledFor)).toEqual([at(9, 10), at(9, 20), at(9, 30)]);
    expect(await slots()).toEqual([
      ['09:10', 'ran'],
      ['09:20', 'ran'],
      ['09:30', 'ran'],
    ]);
  });

  it('starts a slot that a crash left claimed, under the same run id', async () => {
    const tried: ScheduledOrder[] = [];
    const dying: StartScheduledRun = (order) => {
      tried.push(order);
      return failing(order);
    };
    const { clock, orders, restart, slots, store } = setUpScheduler([scheduleOf()], { startRun: dying });
    clock.turn(600);
    await restart().tick();
    expect(await slots()).toEqual([['09:10', 'claimed']]);
    clock.turn(5);
    await restart({}).tick();
    expect(orders).toEqual(tried);
    expect(await slots()).toEqual([['09:10', 'ran']]);
    expect(await store.claimed()).toEqual([]);
  });

  it('fires nothing again when the clock goes back', async () => {
    const { clock, orders, restart, scheduler, slots } = setUpScheduler([scheduleOf()]);
    clock.turn(600);
    await scheduler.tick();
    for (const next of [scheduler, restart()]) {
      clock.turn(-300);
      await next.tick();
      clock.turn(300);
      await next.tick();
    }
    expect(orders).toHaveLength(1);
    clock.turn(600);
    await scheduler.tick();
    expect(await slots()).toEqual([
      ['09:10', 'ran'],
      ['09:20', 'ran'],
    ]);
  });
});

describe('failures', () => {
  it('of one policy leave the others alone', async () => {
    const bad = scheduleOf({
      policyId: toPolicyId('pol_0'),
      policyName: 'bad',
      timing: { cron: 'never', timezone: 'UTC' },
    });
    const lines: string[] = [];
    const log = { ...silentLogger, error: (message: string) => void lines.push(message) };
    const { clock, scheduler, slots } = setUpScheduler([bad, scheduleOf()], { log });
    clock.turn(600);
    await scheduler.tick();
    expect(await slots()).toEqual([['09:10', 'ran']]);
    expect(lines).toEqual(['The schedule of "bad" failed; it is tried again.']);
  });

  it('of a start are tried again, ever more rarely', async () => {
    const tries: string[] = [];
    const startRun: StartScheduledRun = (order) => {
      tries.push(clock.now().slice(14, 19));
      return failing(order);
    };
    const { clock, scheduler } = setUpScheduler([scheduleOf()], { startRun });
    clock.turn(600);
    for (let second = 0; second < 10; second += 1) {
      await scheduler.tick();
      clock.turn(1);
    }
    expect(tries).toEqual(['10:00', '10:01', '10:02', '10:04', '10:08']);
  });

  it('of whoever is told about missed slots are nobody else’s', async () => {
    const { clock, store } = setUpScheduler([scheduleOf({ misfireGraceTime: 0 })]);
    const onMissed = () => Promise.reject(new Error('no desktop'));
    const scheduler = createScheduler({ store, clock, log: silentLogger, startRun: failing, onMissed });
    clock.turn(605);
    await scheduler.tick();
    expect(await store.list({ limit: 9 })).toMatchObject([{ state: { reason: 'misfired' } }]);
  });
});
