import type { MarketRules } from '../market-rules.ts';

/**
 * Xetra, the electronic market of the Frankfurt Stock Exchange, since 2000. Source: the trading calendar of Deutsche
 * Börse, which lists the days without trading years ahead (of 2027 to 2029: "changes are not excluded") and settles the
 * hours of the year's last session each December. The close is the end of continuous trading, before the closing auction.
 *
 * From June 2000 to October 2003 Xetra went on until 20:00. Like the session tables that these rules are tested against,
 * they close those years at 17:30.
 */
export const xetr: MarketRules = {
  code: 'XETR',
  name: 'Xetra',
  timezone: 'Europe/Berlin',
  knownUntil: '2027-12-31',
  week: 'monday-to-friday',
  opens: 'same-day',
  hours: [{ open: '09:00', close: '17:30' }],
  // None is moved when it falls on a weekend.
  holidays: [
    { name: "New Year's Day", on: { kind: 'fixed', month: 1, day: 1 } },
    { name: 'Good Friday', on: { kind: 'easter', daysAfter: -2 } },
    { name: 'Easter Monday', on: { kind: 'easter', daysAfter: 1 } },
    { name: 'Labour Day', on: { kind: 'fixed', month: 5, day: 1 } },
    // Xetra trades on most public holidays of Germany; on these two it did not for some years.
    { name: 'Whit Monday', on: { kind: 'easter', daysAfter: 50 }, years: { from: 2015, until: 2021 } },
    {
      name: 'Day of German Unity',
      on: { kind: 'fixed', month: 10, day: 3 },
      years: { from: 2014, until: 2021 },
    },
    { name: 'Christmas Eve', on: { kind: 'fixed', month: 12, day: 24 } },
    { name: 'Christmas Day', on: { kind: 'fixed', month: 12, day: 25 } },
    { name: 'Boxing Day', on: { kind: 'fixed', month: 12, day: 26 } },
    { name: "New Year's Eve", on: { kind: 'fixed', month: 12, day: 31 } },
  ],
  earlyCloses: [
    {
      name: 'last session of the year',
      on: { kind: 'last-session-by', month: 12, day: 31 },
      close: '14:00',
      years: { from: 2010 },
    },
  ],
  specialClosures: {
    '2007-05-28': 'Whit Monday',
    '2017-10-31': '500th anniversary of the Reformation',
  },
  specialEarlyCloses: {},
};
