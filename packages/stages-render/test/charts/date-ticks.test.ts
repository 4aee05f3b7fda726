import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dateTicks } from '../../src/charts/date-ticks.ts';

const day = (date: string) => Date.parse(date) / 86_400_000;
const labels = (from: string, to: string) =>
  dateTicks(day(from), day(to)).map(({ label }) => label.join(' '));

describe('dateTicks', () => {
  it('labels two decades by year', () => {
    expect(labels('2000-01-03', '2020-12-30')).toEqual([
      '2002',
      '2004',
      '2006',
      '2008',
      '2010',
      '2012',
      '2014',
      '2016',
      '2018',
      '2020',
    ]);
  });

  it('labels two years by quarter and tells the year where it changes', () => {
    expect(labels('2019-02-01', '2020-12-30')).toEqual([
      'Apr 2019',
      'Jul',
      'Oct',
      'Jan 2020',
      'Apr',
      'Jul',
      'Oct',
    ]);
  });

  it('labels a quarter by fortnights that begin on Mondays', () => {
    expect(labels('2020-10-08', '2020-12-30')).toEqual([
      '19 Oct 2020',
      '2 Nov',
      '16 Nov',
      '30 Nov',
      '14 Dec',
      '28 Dec',
    ]);
  });

  it('labels a week by day across the turn of the year', () => {
    expect(labels('2020-12-28', '2021-01-03')).toEqual([
      '28 Dec 2020',
      '29 Dec',
      '30 Dec',
      '31 Dec',
      '1 Jan 2021',
      '2 Jan',
      '3 Jan',
    ]);
  });

  it('labels one trading day by the hour, in UTC', () => {
    expect(labels('2020-12-30T09:30:00Z', '2020-12-30T16:00:00Z')).toEqual([
      '10:00 30 Dec 2020',
      '11:00',
      '12:00',
      '13:00',
      '14:00',
      '15:00',
      '16:00',
    ]);
  });

  it('gives a few ascending ticks inside any span of two days to three centuries', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -20_000, max: 40_000 }),
        fc.integer({ min: 2, max: 110_000 }),
        (from, span) => {
          const places = dateTicks(from, from + span).map(({ at }) => at);
          expect(places.length).toBeGreaterThan(0);
          expect(places.length).toBeLessThanOrEqual(11);
          expect(places).toEqual([...new Set(places)].sort((a, b) => a - b));
          expect(places.every((at) => at >= from && at <= from + span)).toBe(true);
        },
      ),
    );
  });
});
