import { dayBefore, dayOf } from '@daybook/stages-fetch';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { at } from './stub-provider.ts';

describe('dayBefore', () => {
  it.each([
    ['2024-03-31', 'P1D', '2024-03-30'],
    ['2024-03-01', 'P1D', '2024-02-29'],
    ['2024-03-31', 'P2W', '2024-03-17'],
    ['2024-03-31', 'P1M', '2024-02-29'],
    ['2023-03-31', 'P1M', '2023-02-28'],
    ['2024-01-31', 'P2M', '2023-11-30'],
    ['2024-02-29', 'P1Y', '2023-02-28'],
    ['2024-02-29', 'P4Y', '2020-02-29'],
    ['2024-01-15', 'P13M', '2022-12-15'],
    ['2024-03-31', 'P1Y1M1D', '2023-02-27'],
    ['0101-01-01', 'P1Y', '0100-01-01'],
  ])('of %s, %s is %s', (day, duration, expected) => {
    expect(dayBefore(day, duration)).toBe(expected);
  });

  it.each(['P', 'P0D', 'P-1D', '30D', 'PT1H', 'P1W2D', 'P1D1M', 'p1d', 'P1.5D', ''])(
    'refuses %j as a duration',
    (duration) => {
      expect(() => dayBefore('2024-03-31', duration)).toThrow(RangeError);
    },
  );

  it('refuses a result before the calendar', () => {
    expect(() => dayBefore('1800-03-31', 'P999Y9999M')).toThrow('is no day');
    expect(() => dayBefore('0001-01-01', 'P1D')).toThrow('is no day');
  });

  it('goes back exactly as many days as it says', () => {
    const days = fc.date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(days, fc.integer({ min: 1, max: 9999 }), (date, count) => {
        const day = date.toISOString().slice(0, 10);
        expect(Date.parse(day) - Date.parse(dayBefore(day, `P${count}D`))).toBe(count * 86_400_000);
      }),
    );
  });

  it('never leaves the month that it counts to', () => {
    const days = fc.date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(days, fc.integer({ min: 1, max: 600 }), (date, months) => {
        const day = date.toISOString().slice(0, 10);
        const before = dayBefore(day, `P${months}M`);
        const monthOf = (text: string) => Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7));
        expect(monthOf(day) - monthOf(before)).toBe(months);
        expect(Number(before.slice(8))).toBeLessThanOrEqual(Number(day.slice(8)));
      }),
    );
  });
});

describe('dayOf', () => {
  it('is the day in UTC', () => {
    expect(dayOf(at('2024-03-31T23:30:00-05:00'))).toBe('2024-04-01');
  });
});
