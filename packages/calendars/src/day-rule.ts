import { type Day, dayOf, type Weekday, weekdayOf } from './calendar-date.ts';
import { easterSunday } from './easter.ts';

/** Which day of each year a rule means. */
export type DayRule =
  | { readonly kind: 'fixed'; readonly month: number; readonly day: number }
  | {
      readonly kind: 'weekday-of-month';
      readonly month: number;
      readonly weekday: Weekday;
      readonly nth: 1 | 2 | 3 | 4 | 'last';
      /** So many days later, for days that hang on another: the Friday after the fourth Thursday. @default 0 */
      readonly daysAfter?: number;
    }
  /** So many days after Easter Sunday; negative before it. */
  | { readonly kind: 'easter'; readonly daysAfter: number };

/** The years in which a rule holds, both ends included; without either it always does. */
export interface YearSpan {
  readonly from?: number;
  readonly until?: number;
  /** Years within the span in which it did not hold. */
  readonly except?: readonly number[];
}

export function holdsIn({ from, until, except }: YearSpan, year: number): boolean {
  return year >= (from ?? year) && year <= (until ?? year) && !except?.includes(year);
}

export function evaluateDayRule(rule: DayRule, year: number): Day {
  switch (rule.kind) {
    case 'fixed':
      return dayOf(year, rule.month, rule.day);
    case 'easter':
      return easterSunday(year) + rule.daysAfter;
    case 'weekday-of-month': {
      const { month, weekday, nth, daysAfter = 0 } = rule;
      // A month's last Monday is the first one from seven days before the next month.
      const start = nth === 'last' ? dayOf(year, month + 1, 1) - 7 : dayOf(year, month, 1 + (nth - 1) * 7);
      return firstFrom(start, weekday) + daysAfter;
    }
  }
}

function firstFrom(start: Day, weekday: Weekday): Day {
  let day = start;
  while (weekdayOf(day) !== weekday) day += 1;
  return day;
}
