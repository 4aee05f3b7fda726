import type { Instant } from '@daybook/kernel';
import type { CalendarCode } from './calendar-code.ts';

/** One trading day of a market. */
export interface Session {
  /** The trading date on the market's own calendar, `YYYY-MM-DD`. */
  readonly date: string;
  /** Start of trading; for FX on the evening before its date. */
  readonly open: Instant;
  /** End of trading, which is no longer part of the session. */
  readonly close: Instant;
  /** Whether it ends before the market's usual time. */
  readonly isEarlyClose: boolean;
  /**
   * Whether the market's published holidays cover the date: from 2000 to {@link MarketCalendar.knownUntil}. Other
   * sessions follow the same rules, but nobody has said yet that the market will.
   */
  readonly isKnown: boolean;
}

/**
 * When a market trades. Every date is `YYYY-MM-DD`, from 1970-01-01 to 2199-12-31; what is no such date is refused with
 * an `EngineError` `usage.invalid`. Answers depend on nothing but the arguments.
 */
export interface MarketCalendar {
  readonly code: CalendarCode;
  /** For people, such as `New York Stock Exchange`. */
  readonly name: string;
  /** IANA name of the zone of the market's clocks. */
  readonly timezone: string;
  /** Usual hours today, as the market's clocks show them, `HH:MM`; FX opens on the day before its date. */
  readonly usualHours: { readonly open: string; readonly close: string };
  /** Last date whose holidays are certain; `null` for a market without holidays, which is certain for ever. */
  readonly knownUntil: string | null;
  /** The session that bears a date; `undefined` when the market is closed that day. */
  sessionOn(date: string): Session | undefined;
  /** Why there is no session, such as `Thanksgiving Day` or `weekend`; `undefined` when there is one. */
  closureOn(date: string): string | undefined;
  /**
   * The market's date at an instant: the day that its clocks show, and for FX, whose day begins at 17:00 in New York, the
   * date of the session that runs, or would run, then.
   */
  dateAt(instant: Instant): string;
  /**
   * The first session whose close is after the instant, and not at it; it may be running or not yet open.
   * @throws {EngineError} `usage.invalid` when there is none up to 2199.
   */
  firstCloseAfter(instant: Instant): Session;
  /**
   * The first session on a later date.
   * @throws {EngineError} `usage.invalid` when there is none up to 2199.
   */
  nextSessionAfter(date: string): Session;
  /** The last session whose close is at the instant or before it; `undefined` when there is none since 1970. */
  lastCloseAtOrBefore(instant: Instant): Session | undefined;
}
