import type { MarketRules } from '../market-rules.ts';

/**
 * London Stock Exchange, since 2000. It closes on the bank holidays of England and Wales (Banking and Financial Dealings
 * Act 1971, and proclamations; GOV.UK lists them up to 2028) and at 12:30 before Christmas and New Year (the exchange's
 * "Business days", published a year or two ahead). The close is the end of continuous trading, before the closing auction.
 */
export const xlon: MarketRules = {
  code: 'XLON',
  name: 'London Stock Exchange',
  timezone: 'Europe/London',
  knownUntil: '2027-12-31',
  week: 'monday-to-friday',
  opens: 'same-day',
  hours: [{ open: '08:00', close: '16:30' }],
  holidays: [
    {
      name: "New Year's Day",
      on: { kind: 'fixed', month: 1, day: 1 },
      onWeekend: 'next-free-weekday',
    },
    { name: 'Good Friday', on: { kind: 'easter', daysAfter: -2 } },
    { name: 'Easter Monday', on: { kind: 'easter', daysAfter: 1 } },
    {
      name: 'Early May bank holiday',
      on: { kind: 'weekday-of-month', month: 5, weekday: 'monday', nth: 1 },
      // Moved to 8 May: the 75th anniversary of the end of the war in Europe.
      years: { except: [2020] },
    },
    {
      name: 'Spring bank holiday',
      on: { kind: 'weekday-of-month', month: 5, weekday: 'monday', nth: 'last' },
      // Moved to the first days of June, beside the jubilees of Elizabeth II.
      years: { except: [2002, 2012, 2022] },
    },
    {
      name: 'Summer bank holiday',
      on: { kind: 'weekday-of-month', month: 8, weekday: 'monday', nth: 'last' },
    },
    {
      name: 'Christmas Day',
      on: { kind: 'fixed', month: 12, day: 25 },
      onWeekend: 'next-free-weekday',
    },
    { name: 'Boxing Day', on: { kind: 'fixed', month: 12, day: 26 }, onWeekend: 'next-free-weekday' },
  ],
  earlyCloses: [
    {
      name: 'last session before Christmas',
      on: { kind: 'last-session-by', month: 12, day: 24 },
      close: '12:30',
    },
    { name: 'last session of the year', on: { kind: 'last-session-by', month: 12, day: 31 }, close: '12:30' },
  ],
  specialClosures: {
    '2002-06-03': 'Golden Jubilee of Elizabeth II',
    '2002-06-04': 'Spring bank holiday (moved for the Golden Jubilee)',
    '2011-04-29': 'wedding of Prince William and Catherine Middleton',
    '2012-06-04': 'Spring bank holiday (moved for the Diamond Jubilee)',
    '2012-06-05': 'Diamond Jubilee of Elizabeth II',
    '2020-05-08': 'Early May bank holiday (moved to the 75th anniversary of VE Day)',
    '2022-06-02': 'Spring bank holiday (moved for the Platinum Jubilee)',
    '2022-06-03': 'Platinum Jubilee of Elizabeth II',
    '2022-09-19': 'state funeral of Elizabeth II',
    '2023-05-08': 'coronation of Charles III',
  },
  specialEarlyCloses: {},
};
