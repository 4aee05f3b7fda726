import type { MarketRules } from '../market-rules.ts';

/**
 * The days of the Eurosystem's payment system (TARGET, TARGET2, T2) since 2000, on which the ECB publishes its reference
 * rates. A session begins when payments do and ends when the rates appear, not when payments end at 18:00: those who
 * follow this calendar wait for the rates. There are no half days.
 *
 * Source: ECB press releases of 15 July 1999 (closing days of 2000) and 14 December 2000 (the calendar "from 2002 until
 * further notice", which fixes all later years); that of 7 December 2015 moves the rates from about 14:30 to about 16:00.
 */
export const target: MarketRules = {
  code: 'TARGET',
  name: 'TARGET, the payment system of the Eurosystem',
  timezone: 'Europe/Berlin',
  knownUntil: '2027-12-31',
  week: 'monday-to-friday',
  opens: 'same-day',
  hours: [
    { open: '07:00', close: '14:30' },
    { from: '2016-07-01', open: '07:00', close: '16:00' },
  ],
  // None is moved when it falls on a weekend.
  holidays: [
    { name: "New Year's Day", on: { kind: 'fixed', month: 1, day: 1 } },
    { name: 'Good Friday', on: { kind: 'easter', daysAfter: -2 } },
    { name: 'Easter Monday', on: { kind: 'easter', daysAfter: 1 } },
    { name: 'Labour Day', on: { kind: 'fixed', month: 5, day: 1 } },
    { name: 'Christmas Day', on: { kind: 'fixed', month: 12, day: 25 } },
    { name: '26 December', on: { kind: 'fixed', month: 12, day: 26 } },
  ],
  earlyCloses: [],
  // The same was done on 31 December 1999, for the year 2000; 31 December 2000 was a Sunday.
  specialClosures: {
    '1999-12-31': 'change to the year 2000',
    '2001-12-31': 'change to euro banknotes and coins',
  },
  specialEarlyCloses: {},
};
