import type { Calendars } from '@daybook/calendars';
import type { Instant } from '@daybook/kernel';
import { createFireTimes, type FireTime, type FireTimes } from './fire-times.ts';
import { shippedCalendars } from './shipped-calendars.ts';
import type { Timing } from './timing.ts';

/** Which fire times of a timing are wanted. */
export interface FireTimesWindow {
  /** Exclusive. */
  readonly from: Instant;
  /** Inclusive. */
  readonly until?: Instant;
  /** At most so many. */
  readonly count: number;
}

/**
 * The next times at which a timing is due, oldest first, those on which a market is closed included. Where clocks change, an interval (a `*` or `/` in
 * minute or hour) follows what the clocks show; a fixed time is due once a day.
 * @param calendars When markets are open. Default: as the shipped calendars say.
 * @throws EngineError `usage.invalid` when the expression or the zone can't be used.
 */
export function nextFireTimes(
  timing: Timing,
  window: FireTimesWindow,
  calendars: Calendars = shippedCalendars,
): readonly FireTime[] {
  const times = createFireTimes(timing, calendars);
  return firesAfter(times, window).map(times.describe);
}

/** The instants of a window, oldest first. */
export function firesAfter(times: FireTimes, { from, until, count }: FireTimesWindow): readonly Instant[] {
  const fires: Instant[] = [];
  let last = from;
  while (fires.length < count) {
    const at = times.after(last);
    if (at === undefined || (until !== undefined && at > until)) break;
    fires.push(at);
    last = at;
  }
  return fires;
}
