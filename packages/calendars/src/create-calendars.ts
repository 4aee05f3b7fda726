import type { CalendarCode } from './calendar-code.ts';
import type { CalendarOverrides } from './calendar-overrides.ts';
import { createCalendar } from './create-calendar.ts';
import type { MarketCalendar } from './market-calendar.ts';

/** The calendars of all markets by their codes. */
export type Calendars = (code: CalendarCode) => MarketCalendar;

/**
 * All calendars, each made when it is first asked for and kept.
 * @param overrides What a user corrected, of all markets.
 */
export function createCalendars(overrides: CalendarOverrides = {}): Calendars {
  const made = new Map<CalendarCode, MarketCalendar>();
  return (code) => {
    const known = made.get(code) ?? createCalendar(code, overrides);
    made.set(code, known);
    return known;
  };
}
