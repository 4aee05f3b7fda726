import { describe, expect, it } from '@jest/globals';
import { silentLogger } from '@daybook/kernel';
import { createScheduler, type PowerEvent } from '@daybook/scheduler';
import { createMemoryScheduleStore } from '@daybook/scheduler/testing';
import { at, scheduleOf } from './example-schedule.ts';
import { createHandTurnedClock } from './hand-turned-clock.ts';

/** A scheduler that looks when the test says so, on a machine whose sleep the test decides. */
function setUp() {
  const clock = createHandTurnedClock(at(9));
  const store = createMemoryScheduleStore([scheduleOf({ misfireGraceTime: 900 })]);
  const lines: string[] = [];
  const log = { ...silentLogger, warn: (line: string) => void lines.push(line) };
  const started: string[] = [];
  let ranMs = 0;
  let look: () => Promise<void> = async () => undefined;
  const scheduler = createScheduler({
    store,
    clock,
    log,
    monotonicMs: () => ranMs,
    ticker: {
      async run(tick) {
        look = tick;
      },
    },
    async startRun({ scheduledFor, cause }) {
      started.push(`${scheduledFor} ${cause}`);
      return { kind: 'started' };
    },
  });
  void scheduler.run(new AbortController().signal);
  return {
    scheduler,
    clock,
    started,
    warnings: lines,
    /** Time passes while the machine runs; then the scheduler looks. */
    async run(seconds: number) {
      clock.turn(seconds);
      ranMs += seconds * 1000;
      await look();
    },
    /** Time passes while the machine sleeps. */
    sleep: (seconds: number) => clock.turn(seconds),
    power: (event: PowerEvent) => scheduler.power(event),
    slots: async () =>
      (await store.list({ limit: 99 }))
        .toReversed()
        .map(
          ({ scheduledFor, state }) => `${scheduledFor} ${state.status === 'skipped' ? state.reason : 'ran'}`,
        ),
  };
}

describe('a machine that sleeps', () => {
  it('settles what fell due once, by its rule of misfire', async () => {
    const machine = setUp();
    await machine.run(1);
    await machine.power('suspend');
    machine.sleep(44 * 60);
    await machine.power('resume');
    await machine.run(1);
    await machine.power('resume');
    expect(await machine.slots()).toEqual([
      `${at(9, 10)} misfired`,
      `${at(9, 20)} misfired`,
      `${at(9, 30)} coalesced`,
      `${at(9, 40)} ran`,
    ]);
    expect(machine.started).toEqual([`${at(9, 40)} catch_up`]);
  });

  it('starts nothing between the farewell and the sleep', async () => {
    const machine = setUp();
    await machine.run(9 * 60 + 50);
    await machine.power('suspend');
    await machine.run(8);
    await machine.run(8);
    expect(machine.started).toEqual([]);
    await machine.power('resume');
    expect(machine.started).toEqual([`${at(9, 10)} schedule`]);
  });

  it('goes on by itself when nobody tells that it woke', async () => {
    const machine = setUp();
    await machine.run(1);
    await machine.power('suspend');
    machine.sleep(600);
    await machine.run(1);
    expect(machine.started).toEqual([`${at(9, 10)} schedule`]);
  });

  it('goes on by itself when it did not sleep after all', async () => {
    const machine = setUp();
    await machine.run(9 * 60 + 50);
    await machine.power('suspend');
    await machine.run(5);
    await machine.run(9);
    expect(machine.started).toEqual([]);
    await machine.run(9);
    await machine.run(9);
    expect(machine.started).toEqual([`${at(9, 10)} schedule`]);
  });
});

describe('a clock that is set, and a process that stands still', () => {
  it('are told once each, in words', async () => {
    const machine = setUp();
    await machine.run(1);
    machine.sleep(3600);
    await machine.run(1);
    machine.sleep(-1800);
    await machine.run(1);
    await machine.run(120);
    await machine.run(1);
    const told = machine.warnings.filter((line) => !line.includes('was due while'));
    expect(told.map((line) => line.replace(/; slots.*/, ''))).toEqual([
      'The machine slept for 3600 s, or its clock was set forward',
      'The clock was set back by 1800 s',
      'Daybook stood still for 120 s',
    ]);
  });

  it('doubles nothing when the clock is set back', async () => {
    const machine = setUp();
    await machine.run(600);
    machine.sleep(-300);
    await machine.run(1);
    await machine.run(400);
    expect(machine.started).toEqual([`${at(9, 10)} schedule`]);
    await machine.run(500);
    expect(machine.started).toEqual([`${at(9, 10)} schedule`, `${at(9, 20)} schedule`]);
  });
});
