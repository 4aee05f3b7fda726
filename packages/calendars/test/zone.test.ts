import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { toDay } from '../src/calendar-date.ts';
import { createZone } from '../src/zone.ts';

const instantOf = (timezone: string, date: string, minutes: number) =>
  new Date(createZone(timezone).toEpochMs(toDay(date), minutes)).toISOString();

describe('a zone', () => {
  it.each([
    ['America/New_York', '2026-11-25', 9 * 60 + 30, '2026-11-25T14:30:00.000Z'],
    ['America/New_York', '2026-07-01', 24 * 60, '2026-07-02T04:00:00.000Z'],
    ['America/New_York', '2026-03-09', -7 * 60, '2026-03-08T21:00:00.000Z'],
    ['UTC', '2026-11-25', 0, '2026-11-25T00:00:00.000Z'],
    // The hour that New York shows twice: the first pass. The hour that it skips: as much later.
    ['America/New_York', '2026-11-01', 90, '2026-11-01T05:30:00.000Z'],
    ['America/New_York', '2026-11-01', 120, '2026-11-01T07:00:00.000Z'],
    ['America/New_York', '2026-03-08', 119, '2026-03-08T06:59:00.000Z'],
    ['America/New_York', '2026-03-08', 150, '2026-03-08T07:30:00.000Z'],
    ['America/New_York', '2026-03-08', 180, '2026-03-08T07:00:00.000Z'],
    ['Europe/Berlin', '2026-10-25', 150, '2026-10-25T00:30:00.000Z'],
  ])('%s shows on %s, %d minutes after midnight, at %s', (timezone, date, minutes, instant) => {
    expect(instantOf(timezone, date, minutes)).toBe(instant);
  });

  it('finds back what its clocks show', () => {
    const zones = ['America/New_York', 'Europe/London', 'Europe/Berlin', 'UTC'].map(createZone);
    const first = Date.parse('1970-01-02') / 60_000;
    const last = Date.parse('2199-12-31') / 60_000;
    fc.assert(
      fc.property(fc.integer({ min: first, max: last }), fc.constantFrom(...zones), (minute, zone) => {
        const { day, minutes } = zone.toLocal(minute * 60_000);
        const found = zone.toEpochMs(day, minutes) / 60_000;
        // In the hour that is shown twice the first pass is found.
        expect([minute, minute - 60]).toContain(found);
        expect(zone.toLocal(found * 60_000)).toEqual({ day, minutes });
      }),
    );
  });
});
