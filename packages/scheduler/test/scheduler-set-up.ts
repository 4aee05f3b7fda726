import { EngineError, type Logger, silentLogger } from '@daybook/kernel';
import {
  createScheduler,
  type MissedRuns,
  type Schedule,
  type ScheduledOrder,
  type StartScheduledRun,
} from '@daybook/scheduler';
import { createMemoryScheduleStore } from '@daybook/scheduler/testing';
import { at } from './example-schedule.ts';
import { createHandTurnedClock } from './hand-turned-clock.ts';

/** A scheduler at 09:00 whose runs are written down; `restart` makes a new one on the same store. */
export function setUpScheduler(
  schedules: readonly Schedule[],
  overrides: { startRun?: StartScheduledRun; log?: Logger } = {},
) {
  const store = createMemoryScheduleStore(schedules);
  const clock = createHandTurnedClock(at(9));
  const orders: ScheduledOrder[] = [];
  const missed: MissedRuns[] = [];
  const startRun: StartScheduledRun = async (order) => {
    orders.push(order);
    return { kind: 'started' };
  };
  const restart = (changes: typeof overrides = overrides) =>
    createScheduler({
      store,
      clock,
      log: silentLogger,
      startRun,
      onMissed: async (runs) => void missed.push(runs),
      ...changes,
    });
  /** Time of each slot, oldest first, with its outcome. */
  const slots = async () =>
    (await store.list({ limit: 100_000 }))
      .toReversed()
      .map(({ scheduledFor, state }) => [
        scheduledFor.slice(11, 16),
        state.status === 'skipped' ? state.reason : state.status,
      ]);
  return { store, clock, orders, missed, restart, scheduler: restart(), slots };
}

/** A start that breaks. */
export const failing: StartScheduledRun = async () => {
  throw new EngineError('store.busy', 'The database is busy; wait a little.');
};
