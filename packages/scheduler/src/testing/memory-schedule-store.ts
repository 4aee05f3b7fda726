import type { PolicyId } from '@daybook/kernel';
import type { Schedule, ScheduleStore, Slot, SlotKey } from '../schedule-store.ts';

/** A schedule store whose policies a test can edit. */
export interface MemoryScheduleStore extends ScheduleStore {
  /** Adds a schedule, or replaces the one of the same policy as an edit would; `accountedUntil` never goes back. */
  put(schedule: Schedule): void;
  /** Takes a policy's schedule away, as disabling does; its slots stay. */
  remove(policyId: PolicyId): void;
}

/** Keeps schedules and slots in memory, by the rules that every schedule store has. */
export function createMemoryScheduleStore(initial: readonly Schedule[] = []): MemoryScheduleStore {
  const schedules = new Map<PolicyId, Schedule>();
  const slots = new Map<string, Slot>();
  const put = (schedule: Schedule): void => {
    const former = schedules.get(schedule.policyId)?.accountedUntil ?? schedule.accountedUntil;
    const accountedUntil = former > schedule.accountedUntil ? former : schedule.accountedUntil;
    schedules.set(schedule.policyId, { ...schedule, accountedUntil });
  };
  for (const schedule of initial) put(schedule);
  return {
    put,
    remove: (policyId) => void schedules.delete(policyId),
    schedules: async () => [...schedules.values()],
    async account(policyId, added, until) {
      const recorded = added.filter((slot) => !slots.has(keyOf(slot)));
      for (const slot of recorded) slots.set(keyOf(slot), slot);
      const schedule = schedules.get(policyId);
      if (schedule !== undefined) put({ ...schedule, accountedUntil: until });
      return recorded.map(({ scheduledFor }) => ({ policyId, scheduledFor }));
    },
    async settle(key, state, at) {
      const slot = slots.get(keyOf(key));
      if (slot?.state.status === 'claimed') slots.set(keyOf(key), { ...slot, state, recordedAt: at });
    },
    claimed: async () =>
      [...slots.values()].filter(({ state }) => state.status === 'claimed').toSorted(byTime),
    async list({ policyId, since, before, limit }) {
      const wanted = [...slots.values()].filter(
        (slot) =>
          (policyId === undefined || slot.policyId === policyId) &&
          (since === undefined || slot.scheduledFor >= since) &&
          (before === undefined || slot.scheduledFor < before),
      );
      return wanted.toSorted(byTime).toReversed().slice(0, limit);
    },
  };
}

function keyOf({ policyId, scheduledFor }: SlotKey): string {
  return `${policyId} ${scheduledFor}`;
}

function byTime(left: Slot, right: Slot): number {
  if (left.scheduledFor === right.scheduledFor) return 0;
  return left.scheduledFor < right.scheduledFor ? -1 : 1;
}
