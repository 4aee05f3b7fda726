import { derivedId, type Instant, type RunId, toRunId } from '@daybook/kernel';
import type { DueTimes } from './due-times.ts';
import { accountFor } from './misfire.ts';
import type { Schedule, ScheduleStore, Slot, SlotKey } from './schedule-store.ts';

/** Fire times accounted for in one transaction, so that weeks of minutes don't fill the memory. */
const batchSize = 500;

/** Brings the slots of one schedule up to `now` on record, a batch at a time, and gives each that is new. */
export async function* accountDue(
  { store, dueTimes }: { readonly store: ScheduleStore; readonly dueTimes: DueTimes },
  schedule: Schedule,
  now: Instant,
): AsyncGenerator<readonly Slot[], void, void> {
  let from = schedule.accountedUntil;
  while (from < now) {
    const { fires, following, followingOpen } = dueTimes.of(schedule, { from, until: now, limit: batchSize });
    const last = fires.at(-1);
    if (last === undefined) return;
    const until = following !== undefined && following <= now ? last.at : now;
    const slots = accountFor({ schedule, fires, followingOpen, now, runIdOf });
    const recorded = await store.account(schedule.policyId, slots, until);
    const fresh = new Set(recorded.map(({ scheduledFor }) => scheduledFor));
    yield slots.filter(({ scheduledFor }) => fresh.has(scheduledFor));
    from = until;
  }
}

/** Follows from the slot alone, so that no slot can have two runs. */
function runIdOf({ policyId, scheduledFor }: SlotKey): RunId {
  return toRunId(derivedId('run', policyId, scheduledFor));
}
