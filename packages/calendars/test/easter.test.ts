import { createCalendar } from '@daybook/calendars';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

const { closureOn, nextSessionAfter } = createCalendar('TARGET');
const dayMs = 86_400_000;
const addDays = (date: string, days: number) =>
  new Date(Date.parse(date) + days * dayMs).toISOString().slice(0, 10);

/** Easter Sunday as the calendar shows it: two days after a Friday that is called Good. */
function easterOf(year: number): string {
  for (let date = `${year}-03-20`; date <= `${year}-04-23`; date = addDays(date, 1)) {
    if (closureOn(date) === 'Good Friday') return addDays(date, 2);
  }
  return `no Good Friday in ${year}`;
}

describe('Easter', () => {
  // Dates of Easter Sunday as almanacs give them; 2011 and 2038 are as late, 2008 and 2160 nearly as early as it gets.
  it.each([
    '1970-03-29',
    '1981-04-19',
    '2000-04-23',
    '2001-04-15',
    '2008-03-23',
    '2011-04-24',
    '2016-03-27',
    '2019-04-21',
    '2024-03-31',
    '2025-04-20',
    '2026-04-05',
    '2027-03-28',
    '2028-04-16',
    '2030-04-21',
    '2038-04-25',
    '2049-04-18',
    '2076-04-19',
    '2160-03-23',
  ])('is on %s', (date) => {
    expect(easterOf(Number(date.slice(0, 4)))).toBe(date);
  });

  it('is a Sunday from 22 March to 25 April', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1970, max: 2199 }), (year) => {
        const easter = easterOf(year);
        expect(new Date(easter).getUTCDay()).toBe(0);
        expect(easter >= `${year}-03-22` && easter <= `${year}-04-25`).toBe(true);
      }),
    );
  });

  it('comes between a closed Friday and a closed Monday', () => {
    expect(closureOn('2026-04-06')).toBe('Easter Monday');
    expect(nextSessionAfter('2026-04-02').date).toBe('2026-04-07');
  });
});
