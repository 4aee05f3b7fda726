import type { MarketRules } from '../market-rules.ts';

/**
 * New York Stock Exchange, since 2000. Source: NYSE Rule 7.2 (holidays and their observance) and the yearly "Holiday and
 * Early Closings Calendar" of NYSE Group; that of December 2025 covers 2026 to 2028.
 */
export const xnys: MarketRules = {
  code: 'XNYS',
  name: 'New York Stock Exchange',
  timezone: 'America/New_York',
  knownUntil: '2028-12-31',
  week: 'monday-to-friday',
  opens: 'same-day',
  hours: [{ open: '09:30', close: '16:00' }],
  holidays: [
    {
      name: "New Year's Day",
      on: { kind: 'fixed', month: 1, day: 1 },
      // Not on the Friday before a Saturday: 31 December closes the books of the year.
      onWeekend: 'monday-after-sunday',
    },
    {
      name: 'Martin Luther King, Jr. Day',
      on: { kind: 'weekday-of-month', month: 1, weekday: 'monday', nth: 3 },
      years: { from: 1998 },
    },
    {
      name: "Washington's Birthday",
      on: { kind: 'weekday-of-month', month: 2, weekday: 'monday', nth: 3 },
    },
    { name: 'Good Friday', on: { kind: 'easter', daysAfter: -2 } },
    { name: 'Memorial Day', on: { kind: 'weekday-of-month', month: 5, weekday: 'monday', nth: 'last' } },
    {
      name: 'Juneteenth National Independence Day',
      on: { kind: 'fixed', month: 6, day: 19 },
      years: { from: 2022 },
      onWeekend: 'nearest-weekday',
    },
    {
      name: 'Independence Day',
      on: { kind: 'fixed', month: 7, day: 4 },
      onWeekend: 'nearest-weekday',
    },
    { name: 'Labor Day', on: { kind: 'weekday-of-month', month: 9, weekday: 'monday', nth: 1 } },
    { name: 'Thanksgiving Day', on: { kind: 'weekday-of-month', month: 11, weekday: 'thursday', nth: 4 } },
    {
      name: 'Christmas Day',
      on: { kind: 'fixed', month: 12, day: 25 },
      onWeekend: 'nearest-weekday',
    },
  ],
  earlyCloses: [
    // Beside a holiday on a Thursday it was the Friday after it, until 2012, and is the Wednesday before it since.
    {
      name: 'day before Independence Day',
      on: { kind: 'fixed', month: 7, day: 3 },
      close: '13:00',
      years: { until: 2012 },
      weekdays: ['monday', 'tuesday', 'thursday'],
    },
    {
      name: 'day after Independence Day',
      on: { kind: 'fixed', month: 7, day: 5 },
      close: '13:00',
      years: { until: 2012 },
      weekdays: ['friday'],
    },
    {
      name: 'day before Independence Day',
      on: { kind: 'fixed', month: 7, day: 3 },
      close: '13:00',
      years: { from: 2013 },
    },
    {
      name: 'day after Thanksgiving Day',
      on: { kind: 'weekday-of-month', month: 11, weekday: 'thursday', nth: 4, daysAfter: 1 },
      close: '13:00',
    },
    { name: 'Christmas Eve', on: { kind: 'fixed', month: 12, day: 24 }, close: '13:00' },
  ],
  specialClosures: {
    '2001-09-11': 'attacks of 11 September 2001',
    '2001-09-12': 'attacks of 11 September 2001',
    '2001-09-13': 'attacks of 11 September 2001',
    '2001-09-14': 'attacks of 11 September 2001',
    '2004-06-11': 'National Day of Mourning for Ronald Reagan',
    '2007-01-02': 'National Day of Mourning for Gerald Ford',
    '2012-10-29': 'Hurricane Sandy',
    '2012-10-30': 'Hurricane Sandy',
    '2018-12-05': 'National Day of Mourning for George H. W. Bush',
    '2025-01-09': 'National Day of Mourning for Jimmy Carter',
  },
  specialEarlyCloses: {
    '2003-12-26': { event: 'Friday after Christmas Day', close: '13:00' },
  },
};
