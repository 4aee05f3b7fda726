import type { Instant, PolicyId, RunId } from '@daybook/kernel';
import type { Timing } from './timing.ts';

/** The timing of one policy, as its approved version (or, while none is approved, its newest) writes it. */
export interface Schedule {
  readonly policyId: PolicyId;
  readonly policyName: string;
  readonly version: number;
  readonly timing: Timing;
  /** Seconds; `null` means the time to the next slot, at most a day. */
  readonly misfireGraceTime: number | null;
  readonly coalesce: boolean;
  /** Why its slots do not run at present; `ready` when they do. */
  readonly standing: 'ready' | 'paused' | 'awaiting_approval';
  /** Every slot up to here has its row. */
  readonly accountedUntil: Instant;
}

/** Why a slot did not run. */
export const slotReasons = [
  'misfired',
  'coalesced',
  'overlap',
  'quota',
  'paused',
  'awaiting_approval',
  'market_closed',
] as const;
export type SlotReason = (typeof slotReasons)[number];

/** One fire time of one policy; the pair is its key. */
export interface SlotKey {
  readonly policyId: PolicyId;
  readonly scheduledFor: Instant;
}

/** A slot as recorded. */
export interface Slot extends SlotKey {
  /** The version that ran or would have. */
  readonly version: number;
  readonly state: /** About to run; after a crash it is taken up again. */
    | { readonly status: 'claimed'; readonly runId: RunId }
    | { readonly status: 'ran'; readonly runId: RunId }
    | { readonly status: 'skipped'; readonly reason: SlotReason };
  readonly recordedAt: Instant;
}

/** Where slots are kept. */
export interface ScheduleStore {
  /** Every enabled policy with a trigger. */
  schedules(): Promise<readonly Schedule[]>;
  /**
   * Records slots by insert and moves `accountedUntil` to `until`, both or neither. A slot that exists stays as it is.
   * @returns the slots that this call recorded.
   */
  account(policyId: PolicyId, slots: readonly Slot[], until: Instant): Promise<readonly SlotKey[]>;
  /** Records what became of a claimed slot; without effect on any other. */
  settle(key: SlotKey, state: Slot['state'], at: Instant): Promise<void>;
  /** Claimed slots of which nobody recorded what became, oldest first. */
  claimed(): Promise<readonly Slot[]>;
  /** Newest first; those at `since` or later, and before `before`, when they are given. */
  list(page: {
    readonly policyId?: PolicyId;
    readonly since?: Instant;
    readonly before?: Instant;
    readonly limit: number;
  }): Promise<readonly Slot[]>;
}
