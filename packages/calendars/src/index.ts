export { type CalendarCode, calendarCodes } from './calendar-code.ts';
export type { CalendarOverrides, MarketOverrides } from './calendar-overrides.ts';
export { createCalendar } from './create-calendar.ts';
export { type Calendars, createCalendars } from './create-calendars.ts';
export type { MarketCalendar, Session } from './market-calendar.ts';
export { parseCalendarOverrides } from './parse-calendar-overrides.ts';
