import type { CalendarCode } from './calendar-code.ts';
import type { LocalTime } from './local-time.ts';

/** What a user corrected, by market. Only `parseCalendarOverrides` should make one: it leaves no contradictions. */
export type CalendarOverrides = Readonly<Partial<Record<CalendarCode, MarketOverrides>>>;

/** Corrections of one market; dates are `YYYY-MM-DD` on its own calendar. */
export interface MarketOverrides {
  /** Days without a session, and why. */
  readonly closed: ReadonlyMap<string, string>;
  /** Days with a session of the usual hours, whatever the rules say: on holidays, weekends and half days. */
  readonly open: ReadonlySet<string>;
  /** When a session ends on days on which it ends earlier than usual. */
  readonly earlyClose: ReadonlyMap<string, LocalTime>;
  /** Last date up to which the user vouches for the calendar. Default: the one that comes with the market's rules. */
  readonly knownUntil?: string;
}
