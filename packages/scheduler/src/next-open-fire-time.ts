import type { Calendars } from '@daybook/calendars';
import type { Instant } from '@daybook/kernel';
import { createFireTimes, type FireTime } from './fire-times.ts';
import { shippedCalendars } from './shipped-calendars.ts';
import type { Timing } from './timing.ts';

/**
 * The next time after an instant at which something runs: not one on a day on which the market is closed.
 * @param calendars When markets are open. Default: as the shipped calendars say.
 * @throws EngineError `usage.invalid` when the expression or the zone can't be used.
 */
export function nextOpenFireTime(
  timing: Timing,
  from: Instant,
  calendars: Calendars = shippedCalendars,
): FireTime | undefined {
  const times = createFireTimes(timing, calendars);
  const at = times.openAfter(from);
  return at === undefined ? undefined : times.describe(at);
}
