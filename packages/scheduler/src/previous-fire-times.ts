import type { Calendars } from '@daybook/calendars';
import { type Instant, toEpochMs, toInstant } from '@daybook/kernel';
import { createFireTimes, type FireTime } from './fire-times.ts';
import { firesAfter } from './next-fire-times.ts';
import { shippedCalendars } from './shipped-calendars.ts';
import type { Timing } from './timing.ts';

/** Which former fire times are wanted. */
export interface PreviousFireTimesWindow {
  /** Exclusive. */
  readonly from: Instant;
  /** Exclusive; how far back to look. @default a hundred years before `from` */
  readonly since?: Instant;
  /** At most so many. */
  readonly count: number;
}

const hourMs = 3_600_000;
const longestMs = 100 * 366 * 24 * hourMs;

/**
 * The last times at which a timing was due, newest first: the same ones that `nextFireTimes` gives from
 * an earlier instant, as clock changes can be followed in one direction only.
 * @param calendars When markets are open. Default: as the shipped calendars say.
 * @throws EngineError `usage.invalid` when the expression or the zone can't be used.
 */
export function previousFireTimes(
  timing: Timing,
  { from, since, count }: PreviousFireTimesWindow,
  calendars: Calendars = shippedCalendars,
): readonly FireTime[] {
  if (count <= 0) return [];
  const times = createFireTimes(timing, calendars);
  const fromMs = toEpochMs(from);
  const earliestMs = since === undefined ? fromMs - longestMs : toEpochMs(since);
  // `from` itself is not wanted, and fire times are whole seconds.
  const until = toInstant(fromMs - 1);
  for (let spanMs = hourMs; ; spanMs *= 4) {
    const startMs = Math.max(earliestMs, fromMs - spanMs);
    const fires = firesAfter(times, { from: toInstant(startMs), until, count: Number.POSITIVE_INFINITY });
    if (fires.length < count && startMs > earliestMs) continue;
    return fires.slice(-count).toReversed().map(times.describe);
  }
}
