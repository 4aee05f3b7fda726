import type { Calendars } from '@daybook/calendars';
import type { Instant } from '@daybook/kernel';
import { createAfterCloseTimes } from './after-close-times.ts';
import { createCronFireTimes } from './cron-fire-times.ts';
import { onMarketDays } from './market-days.ts';
import type { Timing } from './timing.ts';

/** One moment at which a schedule is due. */
export interface FireTime {
  readonly at: Instant;
  /** The zone's wall clock: `2026-03-08T03:00:00-04:00[America/New_York]`. */
  readonly local: string;
  /**
   * `shifted`: the time as written is missing on that day; `repeated`: the second pass of a repeated hour; `moved`: here
   * from a day without a session; `market_closed`: on such a day, so that nothing runs.
   */
  readonly note?: 'shifted' | 'repeated' | 'moved' | 'market_closed';
}

/** When a schedule is due. */
export interface FireTimes {
  /** The first one after an instant; `undefined` when there is none before the year 3000. */
  after(from: Instant): Instant | undefined;
  /** Whether nothing runs at a fire time because the market is closed that day. */
  isClosed(at: Instant): boolean;
  /** The first one after an instant that is not closed; `undefined` when there is none that is worth waiting for. */
  openAfter(from: Instant): Instant | undefined;
  /** A fire time as a person reads it. */
  describe(at: Instant): FireTime;
}

/**
 * The fire times of a timing.
 * @throws EngineError `usage.invalid` when the expression, the zone or the duration can't be used.
 */
export function createFireTimes(timing: Timing, calendars: Calendars): FireTimes {
  if ('afterClose' in timing) return createAfterCloseTimes(timing, calendars);
  const times = createCronFireTimes(timing);
  const { market } = timing;
  if (market === undefined) return times;
  return onMarketDays(times, { ...market, calendar: calendars(market.calendar), timezone: timing.timezone });
}
