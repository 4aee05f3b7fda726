import { describe, expect, it } from '@jest/globals';
import { EngineError, silentLogger } from '@daybook/kernel';
import { createScheduler, type StartScheduledRun } from '@daybook/scheduler';
import { at, scheduleOf } from './example-schedule.ts';
import { failing, setUpScheduler } from './scheduler-set-up.ts';

describe('tick', () => {
  it('never runs two at once, and runs once more for those who ask meanwhile', async () => {
    let [running, most, ticks] = [0, 0, 0];
    const { clock, store } = setUpScheduler([scheduleOf()]);
    const watched = {
      ...store,
      schedules: async () => {
        ticks += 1;
        most = Math.max(most, (running += 1));
        const schedules = await store.schedules();
        await new Promise(setImmediate);
        running -= 1;
        return schedules;
      },
    };
    const scheduler = createScheduler({ store: watched, clock, log: silentLogger, startRun: failing });
    await Promise.all([scheduler.tick(), scheduler.tick(), scheduler.tick(), scheduler.tick()]);
    expect([most, ticks]).toEqual([1, 2]);
  });

  it('rejects when the store cannot be read', async () => {
    const { clock, store } = setUpScheduler([]);
    const broken = { ...store, claimed: () => Promise.reject(new EngineError('store.busy', 'Busy.')) };
    const scheduler = createScheduler({ store: broken, clock, log: silentLogger, startRun: failing });
    await expect(scheduler.tick()).rejects.toMatchObject({ code: 'store.busy' });
  });
});

describe('run', () => {
  it('ticks on whole seconds until it is told to stop', async () => {
    const { clock, orders, scheduler } = setUpScheduler([
      scheduleOf({ timing: { cron: '* * * * *', timezone: 'UTC' } }),
    ]);
    const stop = new AbortController();
    clock.turn(0.25);
    const sleeps: number[] = [];
    const { sleep } = clock;
    clock.sleep = (ms, signal) => {
      sleeps.push(ms);
      if (clock.now() >= at(9, 2)) stop.abort();
      return sleep(ms, signal);
    };
    await scheduler.run(stop.signal);
    expect(sleeps.slice(0, 3)).toEqual([750, 1000, 1000]);
    expect(orders.map(({ scheduledFor }) => scheduledFor)).toEqual([at(9, 1), at(9, 2)]);
  });

  it('goes on after a tick that failed', async () => {
    const { clock, store } = setUpScheduler([scheduleOf({ timing: { cron: '* * * * *', timezone: 'UTC' } })]);
    const stop = new AbortController();
    let calls = 0;
    const flaky = {
      ...store,
      claimed: () => {
        calls += 1;
        return calls % 2 === 1 ? Promise.reject(new Error('disk')) : store.claimed();
      },
    };
    const startRun: StartScheduledRun = async () => {
      stop.abort();
      return { kind: 'started' };
    };
    await createScheduler({ store: flaky, clock, log: silentLogger, startRun }).run(stop.signal);
    expect(await store.list({ limit: 9 })).toMatchObject([
      { scheduledFor: at(9, 1), state: { status: 'ran' } },
    ]);
  });

  it('does nothing when it was stopped before', async () => {
    const { orders, scheduler } = setUpScheduler([scheduleOf({ accountedUntil: at(8) })]);
    await scheduler.run(AbortSignal.abort());
    expect(orders).toEqual([]);
  });
});
