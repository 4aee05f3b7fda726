import { createCalendar } from '@daybook/calendars';
import { describe, expect, it } from '@jest/globals';
import { closuresOf, datesBetween, earlyClosesOf } from './closures-of.ts';

const nyse = createCalendar('XNYS');
const nasdaq = createCalendar('XNAS');

describe('the New York Stock Exchange', () => {
  it('keeps the days that it announced for 2026', () => {
    expect(closuresOf(nyse, 2026)).toEqual([
      "01-01 New Year's Day",
      '01-19 Martin Luther King, Jr. Day',
      "02-16 Washington's Birthday",
      '04-03 Good Friday',
      '05-25 Memorial Day',
      '06-19 Juneteenth National Independence Day',
      '07-03 Independence Day (observed)',
      '09-07 Labor Day',
      '11-26 Thanksgiving Day',
      '12-25 Christmas Day',
    ]);
    expect(earlyClosesOf(nyse, 2026)).toEqual(['11-27 13:00', '12-24 13:00']);
  });

  it('keeps the days that it announced for 2027', () => {
    expect(closuresOf(nyse, 2027).map((text) => text.slice(0, 5))).toEqual(
      '01-01 01-18 02-15 03-26 05-31 06-18 07-05 09-06 11-25 12-24'.split(' '),
    );
    expect(earlyClosesOf(nyse, 2027)).toEqual(['11-26 13:00']);
  });

  it('keeps the days that it announced for 2028', () => {
    expect(closuresOf(nyse, 2028).map((text) => text.slice(0, 5))).toEqual(
      '01-17 02-21 04-14 05-29 06-19 07-04 09-04 11-23 12-25'.split(' '),
    );
    expect(earlyClosesOf(nyse, 2028)).toEqual(['07-03 13:00', '11-24 13:00']);
  });

  it('keeps what it announced for the years after those that are compared day by day', () => {
    expect(closuresOf(nyse, 2023).map((text) => text.slice(0, 5))).toEqual(
      '01-02 01-16 02-20 04-07 05-29 06-19 07-04 09-04 11-23 12-25'.split(' '),
    );
    expect(closuresOf(nyse, 2024).map((text) => text.slice(0, 5))).toEqual(
      '01-01 01-15 02-19 03-29 05-27 06-19 07-04 09-02 11-28 12-25'.split(' '),
    );
    expect(earlyClosesOf(nyse, 2023)).toEqual(['07-03 13:00', '11-24 13:00']);
    expect(earlyClosesOf(nyse, 2024)).toEqual(['07-03 13:00', '11-29 13:00', '12-24 13:00']);
    expect(earlyClosesOf(nyse, 2025)).toEqual(['07-03 13:00', '11-28 13:00', '12-24 13:00']);
  });

  it('mourned Jimmy Carter', () => {
    expect(nyse.closureOn('2025-01-09')).toBe('National Day of Mourning for Jimmy Carter');
  });

  it('trades on 31 December before a Saturday New Year', () => {
    expect(nyse.sessionOn('2027-12-31')).toMatchObject({ isEarlyClose: false });
    expect(nyse.closureOn('2028-01-01')).toBe('weekend');
    expect(nyse.sessionOn('2028-01-03')).toMatchObject({ isEarlyClose: false });
  });

  it('observes a Sunday New Year on Monday', () => {
    expect(nyse.closureOn('2023-01-02')).toBe("New Year's Day (observed)");
  });

  it('observes Juneteenth since 2022', () => {
    expect(nyse.sessionOn('2021-06-18')).toBeDefined();
    expect(nyse.closureOn('2022-06-20')).toBe('Juneteenth National Independence Day (observed)');
  });

  it('moves the half day of a Thursday Independence Day', () => {
    expect(earlyClosesOf(nyse, 2002)).toContain('07-05 13:00');
    expect(nyse.sessionOn('2002-07-03')).toMatchObject({ isEarlyClose: false });
    expect(earlyClosesOf(nyse, 2013)).toContain('07-03 13:00');
    expect(nyse.sessionOn('2013-07-05')).toMatchObject({ isEarlyClose: false });
  });
});

describe('Nasdaq', () => {
  it('trades when the New York Stock Exchange does', () => {
    const dates = datesBetween('2000-01-01', '2027-12-31');
    expect(dates.map((date) => nasdaq.sessionOn(date))).toEqual(dates.map((date) => nyse.sessionOn(date)));
    expect(nasdaq).toMatchObject({ code: 'XNAS', name: 'Nasdaq Stock Market' });
  });
});

describe('the London Stock Exchange', () => {
  const calendar = createCalendar('XLON');

  it.each([
    [2024, '01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26', '12-24 12:30, 12-31 12:30'],
    [2025, '01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26', '12-24 12:30, 12-31 12:30'],
    [2026, '01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28', '12-24 12:30, 12-31 12:30'],
    [2027, '01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28', '12-24 12:30, 12-31 12:30'],
  ])('keeps the bank holidays of %d', (year, closures, early) => {
    expect(closuresOf(calendar, year).map((text) => text.slice(0, 5))).toEqual(closures.split(' '));
    expect(earlyClosesOf(calendar, year)).toEqual(early.split(', '));
  });

  it('finds substitutes for both days of a Christmas on a weekend', () => {
    // Saturday and Sunday; Sunday, with Boxing Day on its own Monday; Boxing Day alone.
    expect(closuresOf(calendar, 2021).slice(-2)).toEqual([
      '12-27 Christmas Day (observed)',
      '12-28 Boxing Day (observed)',
    ]);
    expect(closuresOf(calendar, 2022).slice(-2)).toEqual([
      '12-26 Boxing Day',
      '12-27 Christmas Day (observed)',
    ]);
    expect(closuresOf(calendar, 2020).slice(-2)).toEqual([
      '12-25 Christmas Day',
      '12-28 Boxing Day (observed)',
    ]);
  });

  it('moves a Saturday New Year to Monday', () => {
    expect(calendar.closureOn('2028-01-03')).toBe("New Year's Day (observed)");
  });

  it('ends early on the last session before Christmas and of the year', () => {
    expect(earlyClosesOf(calendar, 2023)).toEqual(['12-22 12:30', '12-29 12:30']);
  });

  it('closed for the funeral and the coronation', () => {
    expect(calendar.closureOn('2022-09-19')).toBe('state funeral of Elizabeth II');
    expect(calendar.closureOn('2023-05-08')).toBe('coronation of Charles III');
  });
});

describe('Xetra', () => {
  const calendar = createCalendar('XETR');

  it.each([
    [2024, '01-01 03-29 04-01 05-01 12-24 12-25 12-26 12-31', '12-30 14:00'],
    [2025, '01-01 04-18 04-21 05-01 12-24 12-25 12-26 12-31', '12-30 14:00'],
    [2026, '01-01 04-03 04-06 05-01 12-24 12-25 12-31', '12-30 14:00'],
    [2027, '01-01 03-26 03-29 12-24 12-31', '12-30 14:00'],
    [2028, '04-14 04-17 05-01 12-25 12-26', '12-29 14:00'],
  ])('keeps the days that it lists for %d', (year, closures, early) => {
    expect(closuresOf(calendar, year).map((text) => text.slice(0, 5))).toEqual(closures.split(' '));
    expect(earlyClosesOf(calendar, year)).toEqual(early.split(', '));
  });

  it('kept Whit Monday and the Day of German Unity for some years', () => {
    expect(calendar.closureOn('2021-05-24')).toBe('Whit Monday');
    expect(calendar.sessionOn('2022-06-06')).toBeDefined();
    expect(calendar.closureOn('2019-10-03')).toBe('Day of German Unity');
    expect(calendar.sessionOn('2022-10-03')).toBeDefined();
  });
});

describe('TARGET', () => {
  const calendar = createCalendar('TARGET');

  it.each([
    [2000, '04-21 04-24 05-01 12-25 12-26'],
    [2001, '01-01 04-13 04-16 05-01 12-25 12-26 12-31'],
    [2002, '01-01 03-29 04-01 05-01 12-25 12-26'],
    [2010, '01-01 04-02 04-05'],
    [2020, '01-01 04-10 04-13 05-01 12-25'],
    [2026, '01-01 04-03 04-06 05-01 12-25'],
    [2027, '01-01 03-26 03-29'],
  ])('has the closing days of %d', (year, closures) => {
    expect(closuresOf(calendar, year).map((text) => text.slice(0, 5))).toEqual(closures.split(' '));
    expect(earlyClosesOf(calendar, year)).toEqual([]);
  });

  it('closes when the reference rates appear, which moved in the middle of 2016', () => {
    expect(calendar.sessionOn('2016-06-30')).toMatchObject({
      open: '2016-06-30T05:00:00.000Z',
      close: '2016-06-30T12:30:00.000Z',
      isEarlyClose: false,
    });
    expect(calendar.sessionOn('2016-07-01')).toMatchObject({
      close: '2016-07-01T14:00:00.000Z',
      isEarlyClose: false,
    });
    expect(calendar.usualHours).toEqual({ open: '07:00', close: '16:00' });
  });
});
