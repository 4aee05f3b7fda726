import { type Instant, type RunId, toEpochMs } from '@daybook/kernel';
import type { DueFire } from './due-times.ts';
import type { Schedule, Slot, SlotKey } from './schedule-store.ts';

/** Fire times of one schedule that have no slot yet. */
export interface DueFires {
  readonly schedule: Schedule;
  /** Those that are due, oldest first. */
  readonly fires: readonly DueFire[];
  /** The fire time after the last of them that a market does not forbid, due or not; `undefined` when there is none. */
  readonly followingOpen: Instant | undefined;
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
export function accountFor({ schedule, fires, followingOpen, now, runIdOf }: DueFires): readonly Slot[] {
  const { policyId, version, standing, coalesce } = schedule;
  return fires.map(({ at, isClosed }, index) => {
    const key = { policyId, scheduledFor: at };
    // A slot that does not run takes no other one's place.
    const next = fires.slice(index + 1).find((fire) => !fire.isClosed)?.at ?? followingOpen;
    const state = isClosed ? ({ status: 'skipped', reason: 'market_closed' } as const) : decide(key, next);
    return { ...key, version, state, recordedAt: now };
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
