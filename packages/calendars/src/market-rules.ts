import type { CalendarCode } from './calendar-code.ts';
import type { Weekday } from './calendar-date.ts';
import type { DayRule, YearSpan } from './day-rule.ts';
import type { LocalTime } from './local-time.ts';

/** Everything that is known about when a market trades, as data; one file a market, in `markets/`. */
export interface MarketRules {
  readonly code: CalendarCode;
  readonly name: string;
  /** IANA name of the zone whose clocks all times of the market follow. */
  readonly timezone: string;
  /**
   * Last date, `YYYY-MM-DD`, up to which the market's published holidays were compared with the rules; `null` when
   * nothing is published because the market knows no holidays.
   */
  readonly knownUntil: string | null;
  readonly week: 'monday-to-friday' | 'every-day';
  /** On which day a session opens, counted from the date that it bears. */
  readonly opens: 'same-day' | 'day-before';
  /** The usual hours, oldest first. */
  readonly hours: readonly [UsualHours, ...UsualHours[]];
  readonly holidays: readonly HolidayRule[];
  readonly earlyCloses: readonly EarlyCloseRule[];
  /** Days that no rule foresees, and the event for which the market stayed closed. */
  readonly specialClosures: Readonly<Record<string, string>>;
  /** Days on which the market closed earlier by no rule. */
  readonly specialEarlyCloses: Readonly<Record<string, SpecialEarlyClose>>;
}

export interface UsualHours {
  /** First date of these hours; absent in the oldest. */
  readonly from?: string;
  readonly open: LocalTime;
  readonly close: LocalTime;
}

export interface HolidayRule {
  readonly name: string;
  readonly on: DayRule;
  /** In which years it is a holiday. @default all */
  readonly years?: YearSpan;
  /** What becomes of it on a Saturday or Sunday. @default not-moved */
  readonly onWeekend?: WeekendRule;
}

/**
 * - `not-moved`: it is lost.
 * - `nearest-weekday`: Saturday moves to Friday, Sunday to Monday.
 * - `monday-after-sunday`: Sunday moves to Monday, a Saturday is lost.
 * - `next-free-weekday`: the next weekday on which no other holiday falls.
 */
export type WeekendRule = 'not-moved' | 'nearest-weekday' | 'monday-after-sunday' | 'next-free-weekday';

export interface EarlyCloseRule {
  readonly name: string;
  readonly on: DayRule | LastSessionBy;
  readonly close: LocalTime;
  /** In which years it holds. @default all */
  readonly years?: YearSpan;
  /** It holds only when the day is one of these. @default all */
  readonly weekdays?: readonly Weekday[];
}

/** The last session of the year on or before a date. */
export interface LastSessionBy {
  readonly kind: 'last-session-by';
  readonly month: number;
  readonly day: number;
}

export interface SpecialEarlyClose {
  readonly event: string;
  readonly close: LocalTime;
}
