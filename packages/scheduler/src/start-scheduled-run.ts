import type { Instant, PolicyId, RunId } from '@daybook/kernel';
import type { SlotReason } from './schedule-store.ts';

/** A slot that is to run now. */
export interface ScheduledOrder {
  readonly policyId: PolicyId;
  /** Follows from policy and slot, so that a repeated order names the same run. */
  readonly runId: RunId;
  readonly scheduledFor: Instant;
  /** `schedule` when it is at most a minute late. */
  readonly cause: 'schedule' | 'catch_up';
}

/**
 * Starts the run of a slot, and answers as soon as it is on record. Idempotent per run id: for a run that exists it
 * answers `started` before any rule is asked, or a slot taken up after a crash would be refused because of its own run.
 */
export type StartScheduledRun = (
  order: ScheduledOrder,
) => Promise<{ readonly kind: 'started' } | { readonly kind: 'refused'; readonly reason: SlotReason }>;
