import type { Instant, PolicyId } from '@daybook/kernel';
import type { Schedule, SlotKey, SlotReason } from './schedule-store.ts';

/** Slots of one policy that came too late to run. */
export interface MissedRuns {
  readonly policyId: PolicyId;
  readonly policyName: string;
  /** Oldest first. */
  readonly slots: readonly { readonly scheduledFor: Instant; readonly reason: SlotReason }[];
}

/** Gathers what a tick missed. */
export interface MissedRunsLedger {
  /** Notes a slot that was skipped; those skipped for other reasons than lateness are nobody's loss. */
  note(key: SlotKey, reason: SlotReason): void;
  /** What was noted, policy by policy. */
  of(schedules: readonly Schedule[]): readonly MissedRuns[];
}

export function createMissedRunsLedger(): MissedRunsLedger {
  const missed = new Map<PolicyId, MissedRuns['slots'][number][]>();
  return {
    note({ policyId, scheduledFor }, reason) {
      if (reason !== 'misfired') return;
      const slots = missed.get(policyId) ?? [];
      slots.push({ scheduledFor, reason });
      missed.set(policyId, slots);
    },
    of: (schedules) =>
      schedules.flatMap(({ policyId, policyName }) => {
        const slots = missed.get(policyId);
        return slots === undefined ? [] : [{ policyId, policyName, slots }];
      }),
  };
}
