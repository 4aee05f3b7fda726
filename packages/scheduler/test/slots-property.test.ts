import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { EngineError, type Instant, silentLogger, toEpochMs } from '@daybook/kernel';
import {
  createScheduler,
  nextFireTimes,
  type ScheduleStore,
  type StartScheduledRun,
  type Timing,
} from '@daybook/scheduler';
import { createMemoryScheduleStore } from '@daybook/scheduler/testing';
import { at, scheduleOf } from './example-schedule.ts';
import { createHandTurnedClock } from './hand-turned-clock.ts';

/** What may happen to a scheduler; seconds may be negative, for a clock that is put back. */
type Event =
  | { readonly kind: 'sleep'; readonly seconds: number }
  | { readonly kind: 'tick' | 'restart' }
  /** Somebody gives the policy another time; what is due by then is settled first. */
  | { readonly kind: 'edit'; readonly cron: string }
  /** The next call of that kind fails: before or after it had its effect. */
  | { readonly kind: 'fail'; readonly call: 'account' | 'start' | 'settle'; readonly done: boolean };

const crons = ['*/7 * * * *', '0,20 * * * *', '30 1-23/2 * * *', '59 11 * * *'];

const event: fc.Arbitrary<Event> = fc.oneof(
  fc.constantFrom(...crons).map((cron): Event => ({ kind: 'edit', cron })),
  fc.integer({ min: -1200, max: 3600 }).map((seconds): Event => ({ kind: 'sleep', seconds })),
  fc.constantFrom<Event>({ kind: 'tick' }, { kind: 'tick' }, { kind: 'restart' }),
  fc
    .tuple(fc.constantFrom('account' as const, 'start' as const, 'settle' as const), fc.boolean())
    .map(([call, done]): Event => ({ kind: 'fail', call, done })),
);

const schedule = fc
  .record({
    timing: fc.constantFrom(...crons).map((cron) => ({ cron, timezone: 'UTC' })),
    misfireGraceTime: fc.constantFrom(null, 0, 300, 7200),
    coalesce: fc.boolean(),
  })
  .map(scheduleOf);

/** `DAYBOOK_SEQUENCES=1000` plays more of them, `DAYBOOK_SEED` those of an earlier test. */
const count = Number(process.env['DAYBOOK_SEQUENCES'] ?? 80);
const seed = Number(process.env['DAYBOOK_SEED'] ?? Date.now() % 2 ** 31);

describe('slots', () => {
  it(
    'are one for each fire time, whatever happens, and run at most once',
    async () => {
      await fc.assert(
        fc.asyncProperty(schedule, fc.array(event, { maxLength: 30 }), async (given, events) => {
          const clock = createHandTurnedClock(at(9));
          const store = createMemoryScheduleStore([given]);
          const faults = new Map<string, boolean>();
          const runs = new Map<string, number>();
          const begun = new Set<string>();
          const startRun: StartScheduledRun = async ({ runId, scheduledFor }) => {
            // As idempotent as its contract asks for.
            if (!begun.has(runId)) runs.set(scheduledFor, (runs.get(scheduledFor) ?? 0) + 1);
            begun.add(runId);
            return { kind: 'started' };
          };
          const ports = {
            store: failingStore(store, faults),
            startRun: failing('start', startRun, faults),
            clock,
            log: silentLogger,
          };
          let scheduler = createScheduler(ports);
          let latest = clock.now();
          const times: { readonly timing: Timing; readonly from: Instant }[] = [
            { timing: given.timing, from: at(9) },
          ];
          for (const happening of events) {
            if (happening.kind === 'sleep') clock.turn(happening.seconds);
            if (happening.kind === 'restart') scheduler = createScheduler(ports);
            if (happening.kind === 'fail') faults.set(happening.call, happening.done);
            if (happening.kind === 'tick') await scheduler.tick();
            if (happening.kind === 'edit') {
              faults.clear();
              await scheduler.tick();
              const timing = { cron: happening.cron, timezone: 'UTC' };
              store.put({ ...given, timing, accountedUntil: clock.now() });
              const [edited] = await store.schedules();
              times.push({ timing, from: edited?.accountedUntil ?? at(9) });
            }
            if (clock.now() > latest) latest = clock.now();
          }
          faults.clear();
          clock.turn((toEpochMs(latest) - toEpochMs(clock.now())) / 1000);
          scheduler = createScheduler(ports);
          await scheduler.tick();

          const nominal = times.flatMap(({ timing, from }, index) => {
            const until = times[index + 1]?.from ?? latest;
            return nextFireTimes(timing, { from, until, count: 100_000 });
          });
          const slots = (await store.list({ limit: 100_000 })).toReversed();
          expect(slots.map(({ scheduledFor }) => scheduledFor)).toEqual(nominal.map((fire) => fire.at));
          const ran = slots
            .filter(({ state }) => state.status === 'ran')
            .map(({ scheduledFor }) => scheduledFor);
          expect(Object.fromEntries(runs)).toEqual(Object.fromEntries(ran.map((time) => [time, 1])));
          expect(await store.claimed()).toEqual([]);
        }),
        { numRuns: count, seed, endOnFailure: process.env['DAYBOOK_SEED'] === undefined },
      );
      process.stderr.write(`${count} sequences, DAYBOOK_SEED=${seed}\n`);
    },
    60_000 + count * 100,
  );
});

function failingStore(store: ScheduleStore, faults: Map<string, boolean>): ScheduleStore {
  return {
    ...store,
    account: failing('account', store.account, faults),
    settle: failing('settle', store.settle, faults),
  };
}

/** A call that breaks once when a fault is set for it, after its effect or instead of it. */
function failing<Args extends readonly unknown[], Result>(
  name: string,
  call: (...args: Args) => Promise<Result>,
  faults: Map<string, boolean>,
): (...args: Args) => Promise<Result> {
  return async (...args) => {
    const done = faults.get(name);
    faults.delete(name);
    if (done === false) throw new EngineError('store.failed', 'Broken before.');
    const result = await call(...args);
    if (done === true) throw new EngineError('store.failed', 'Broken after.');
    return result;
  };
}
