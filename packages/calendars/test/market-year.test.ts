import { describe, expect, it } from '@jest/globals';
import { toDate } from '../src/calendar-date.ts';
import type { HolidayRule, MarketRules, WeekendRule } from '../src/market-rules.ts';
import { evaluateYear } from '../src/market-year.ts';

const quiet: MarketRules = {
  code: 'XNYS',
  name: 'A market of this test',
  timezone: 'UTC',
  knownUntil: null,
  week: 'monday-to-friday',
  opens: 'same-day',
  hours: [{ open: '09:00', close: '17:00' }],
  holidays: [],
  earlyCloses: [],
  specialClosures: {},
  specialEarlyCloses: {},
};

const holiday = (month: number, day: number, onWeekend?: WeekendRule): HolidayRule => ({
  name: `${day}.${month}.`,
  on: { kind: 'fixed', month, day },
  ...(onWeekend === undefined ? {} : { onWeekend }),
});

const closuresOf = (rules: Partial<MarketRules>, year: number) =>
  [...evaluateYear({ ...quiet, ...rules }, year).closures]
    .map(([day, why]) => `${toDate(day)} ${why}`)
    .sort();

const earlyClosesOf = (rules: Partial<MarketRules>, year: number) =>
  [...evaluateYear({ ...quiet, ...rules }, year).earlyCloses].map(([day, time]) => `${toDate(day)} ${time}`);

describe('a holiday on a weekend', () => {
  // 4 July 2026 is a Saturday, 4 July 2027 a Sunday.
  it.each<[WeekendRule, readonly string[], readonly string[]]>([
    ['not-moved', [], []],
    ['nearest-weekday', ['2026-07-03 4.7. (observed)'], ['2027-07-05 4.7. (observed)']],
    ['monday-after-sunday', [], ['2027-07-05 4.7. (observed)']],
    ['next-free-weekday', ['2026-07-06 4.7. (observed)'], ['2027-07-05 4.7. (observed)']],
  ])('is %s', (rule, saturday, sunday) => {
    expect(closuresOf({ holidays: [holiday(7, 4, rule)] }, 2026)).toEqual(saturday);
    expect(closuresOf({ holidays: [holiday(7, 4, rule)] }, 2027)).toEqual(sunday);
  });

  it('is lost when nothing is said', () => {
    expect(closuresOf({ holidays: [holiday(7, 4)] }, 2026)).toEqual([]);
  });

  it('stays where it is on a weekday', () => {
    expect(closuresOf({ holidays: [holiday(7, 4, 'next-free-weekday')] }, 2025)).toEqual(['2025-07-04 4.7.']);
  });

  it('moves into the year before, and into the year after', () => {
    const newYear = { holidays: [holiday(1, 1, 'nearest-weekday')] };
    expect(closuresOf(newYear, 2027)).toEqual(['2027-01-01 1.1.', '2027-12-31 1.1. (observed)']);
    expect(closuresOf(newYear, 2028)).toEqual([]);
    const lastDay = { holidays: [holiday(12, 31, 'next-free-weekday')] };
    expect(closuresOf(lastDay, 2028)).toEqual([]);
    expect(closuresOf(lastDay, 2029)).toEqual(['2029-01-01 31.12. (observed)', '2029-12-31 31.12.']);
  });

  it('leaves the nearer day to the earlier holiday, however they are listed', () => {
    const christmas = [holiday(12, 25, 'next-free-weekday'), holiday(12, 26, 'next-free-weekday')];
    const expected = ['2027-12-27 25.12. (observed)', '2027-12-28 26.12. (observed)'];
    expect(closuresOf({ holidays: christmas }, 2027)).toEqual(expected);
    expect(closuresOf({ holidays: christmas.toReversed() }, 2027)).toEqual(expected);
  });
});

describe('the years of a rule', () => {
  it('hold from the first to the last, but for exceptions', () => {
    const holidays = [{ ...holiday(6, 17), years: { from: 2020, until: 2025, except: [2022] } }];
    const years = [2019, 2020, 2021, 2022, 2024, 2025, 2026];
    expect(years.filter((year) => closuresOf({ holidays }, year).length === 1)).toEqual([
      2020, 2021, 2024, 2025,
    ]);
  });
});

describe('the last weekday of a month', () => {
  it.each([
    [5, '2026-05-25'],
    [8, '2026-08-31'],
    [2, '2026-02-23'],
    [12, '2026-12-28'],
  ])('of month %d of 2026 is %s, a Monday', (month, date) => {
    const on = { kind: 'weekday-of-month', month, weekday: 'monday', nth: 'last' } as const;
    expect(closuresOf({ holidays: [{ name: 'last', on }] }, 2026)).toEqual([`${date} last`]);
  });
});

describe('an early close', () => {
  const eve = { name: 'eve', on: { kind: 'fixed', month: 12, day: 24 }, close: '13:00' } as const;

  it('needs a session', () => {
    expect(earlyClosesOf({ earlyCloses: [eve] }, 2026)).toEqual(['2026-12-24 13:00']);
    expect(earlyClosesOf({ earlyCloses: [eve], holidays: [holiday(12, 24)] }, 2026)).toEqual([]);
    expect(earlyClosesOf({ earlyCloses: [eve] }, 2028)).toEqual([]);
  });

  it('may ask for a day of the week', () => {
    const onFridays = [{ ...eve, weekdays: ['friday'] as const }];
    expect(earlyClosesOf({ earlyCloses: onFridays }, 2026)).toEqual([]);
    expect(earlyClosesOf({ earlyCloses: onFridays }, 2027)).toEqual(['2027-12-24 13:00']);
  });

  it('may be that of the last session by a date, past holidays and special closures', () => {
    const earlyCloses = [
      { name: 'last', on: { kind: 'last-session-by', month: 12, day: 31 }, close: '14:00' } as const,
    ];
    expect(earlyClosesOf({ earlyCloses }, 2026)).toEqual(['2026-12-31 14:00']);
    const rules = { earlyCloses, holidays: [holiday(12, 31)], specialClosures: { '2026-12-30': 'storm' } };
    expect(earlyClosesOf(rules, 2026)).toEqual(['2026-12-29 14:00']);
  });

  it('may follow no rule', () => {
    const specialEarlyCloses = { '2026-06-17': { event: 'storm', close: '11:00' } };
    expect(earlyClosesOf({ specialEarlyCloses }, 2026)).toEqual(['2026-06-17 11:00']);
    expect(earlyClosesOf({ specialEarlyCloses }, 2027)).toEqual([]);
  });
});

describe('a special closure', () => {
  it('belongs to its year, and has its event as reason', () => {
    const specialClosures = { '2026-06-17': 'storm' };
    expect(closuresOf({ specialClosures }, 2026)).toEqual(['2026-06-17 storm']);
    expect(closuresOf({ specialClosures }, 2027)).toEqual([]);
  });
});
