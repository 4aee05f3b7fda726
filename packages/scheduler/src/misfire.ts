import { type Instant, type RunId, toEpochMs } from '@daybook/kernel';
import type { Schedule, Slot, SlotKey } from './schedule-store.ts';

/** Fire times of one schedule that have no slot yet. */
export interface DueFires {
  readonly schedule: Schedule;
  /** Those that are due, oldest first. */
  readonly fires: readonly Instant[];
  /** The fire time after the last of them, whether it is due or not; `undefined` when there is none. */
  readonly following: Instant | undefined;
  readonly now: Instant;
  /** The run that a slot stands for, always the same. */
  runIdOf(key: SlotKey): RunId;
}

/** The longest grace that a schedule has which names none, in seconds. */
const longestDefaultGrace = 86_400;

/**
 * Decides what becomes of fire times that are due: they are `claimed` when they are to run, else `skipped` with the
 * reason. Lateness counts in whole seconds; one later than the grace does not run, one exactly as late does.
 */
export function accountFor({ schedule, fires, following, now, runIdOf }: DueFires): readonly Slot[] {
  const { policyId, version, standing, coalesce } = schedule;
  return fires.map((scheduledFor, index) => {
    const key = { policyId, scheduledFor };
    const next = fires[index + 1] ?? following;
    return { ...key, version, state: decide(key, next), recordedAt: now };
  });

  function decide(key: SlotKey, next: Instant | undefined): Slot['state'] {
    if (standing !== 'ready') return { status: 'skipped', reason: standing };
    if (secondsBetween(key.scheduledFor, now) > graceOf(schedule, key.scheduledFor, next)) {
      return { status: 'skipped', reason: 'misfired' };
    }
    // The later of two due slots is never beyond a grace that the earlier one is inside.
    const isNewest = next === undefined || next > now;
    if (coalesce && !isNewest) return { status: 'skipped', reason: 'coalesced' };
    return { status: 'claimed', runId: runIdOf(key) };
  }
}

function graceOf({ misfireGraceTime }: Schedule, scheduledFor: Instant, next: Instant | undefined): number {
  if (misfireGraceTime !== null) return misfireGraceTime;
  return next === undefined
    ? longestDefaultGrace
    : Math.min(secondsBetween(scheduledFor, next), longestDefaultGrace);
}

/** Whole seconds from one instant to a later one. */
export function secondsBetween(earlier: Instant, later: Instant): number {
  return Math.floor((toEpochMs(later) - toEpochMs(earlier)) / 1000);
}
