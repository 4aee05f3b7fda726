import { createCalendars, type MarketCalendar } from '@daybook/calendars';
import { type Instant, parseInstant, toEpochMs, toInstant } from '@daybook/kernel';
import { nextFireTimes, nextOpenFireTime, previousFireTimes, type Timing } from '@daybook/scheduler';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

const newYork = 'America/New_York';
const instant = (text: string) => parseInstant(text) ?? toInstant(Number.NaN);

function fires(timing: Timing, from: string, count: number): readonly string[] {
  return nextFireTimes(timing, { from: instant(from), count }).map(
    ({ local, note }) => `${local.slice(0, 16)}${note ? ` ${note}` : ''}`,
  );
}

describe('a trigger after the close', () => {
  const timing: Timing = { afterClose: { calendar: 'XNYS', delay: 'PT30M' }, timezone: newYork };

  it('follows each session, early closes included', () => {
    expect(fires(timing, '2026-11-24T21:30:00Z', 4)).toEqual([
      '2026-11-25T16:30',
      '2026-11-27T13:30',
      '2026-11-30T16:30',
      '2026-12-01T16:30',
    ]);
  });

  it('leaves its start out, and shows another zone', () => {
    expect(fires({ ...timing, timezone: 'Europe/Vienna' }, '2026-07-01T20:29:59Z', 2)).toEqual([
      '2026-07-01T22:30',
      '2026-07-02T22:30',
    ]);
    expect(fires({ ...timing, timezone: 'Europe/Vienna' }, '2026-07-01T20:30:00Z', 1)).toEqual([
      '2026-07-02T22:30',
    ]);
  });

  it('can be so late that it is the next day', () => {
    const late: Timing = { afterClose: { calendar: 'XLON', delay: 'PT10H' }, timezone: 'Europe/London' };
    expect(fires(late, '2026-03-26T12:00:00Z', 3)).toEqual([
      '2026-03-27T02:30',
      '2026-03-28T02:30',
      '2026-03-31T02:30',
    ]);
  });

  it('refuses a duration that is none', () => {
    for (const delay of ['PT', 'P1D', '30M', 'PT1H30']) {
      const wrong: Timing = { afterClose: { calendar: 'XNYS', delay }, timezone: newYork };
      expect(() => fires(wrong, '2026-01-01T00:00:00Z', 1)).toThrow(
        expect.objectContaining({ code: 'usage.invalid', message: expect.stringContaining('PT30M') }),
      );
    }
  });

  it('is found backwards, too', () => {
    const back = previousFireTimes(timing, { from: instant('2026-11-30T21:30:00Z'), count: 2 });
    expect(back.map(({ local }) => local.slice(0, 16))).toEqual(['2026-11-27T13:30', '2026-11-25T16:30']);
  });
});

describe('a cron expression beside a market', () => {
  const at = (cron: string, closed: 'skip' | 'next_open'): Timing => ({
    cron,
    timezone: newYork,
    market: { calendar: 'XNYS', closed },
  });

  it('names the days on which nothing runs', () => {
    expect(fires(at('30 16 * * THU,FRI', 'skip'), '2026-11-24T00:00:00Z', 4)).toEqual([
      '2026-11-26T16:30 market_closed',
      '2026-11-27T16:30',
      '2026-12-03T16:30',
      '2026-12-04T16:30',
    ]);
  });

  it('moves to the same time of the next session', () => {
    expect(fires(at('30 16 * * FRI', 'next_open'), '2026-04-01T00:00:00Z', 2)).toEqual([
      '2026-04-06T16:30 moved',
      '2026-04-10T16:30',
    ]);
  });

  it('is one slot where several meet', () => {
    expect(fires(at('0 9 * * *', 'next_open'), '2026-11-26T00:00:00Z', 4)).toEqual([
      '2026-11-27T09:00',
      '2026-11-30T09:00',
      '2026-12-01T09:00',
      '2026-12-02T09:00',
    ]);
  });

  it('keeps what moved in order with what is due that day', () => {
    expect(fires(at('0 9,15 * * SAT,MON', 'next_open'), '2026-01-16T00:00:00Z', 6)).toEqual([
      '2026-01-20T09:00 moved',
      '2026-01-20T15:00 moved',
      '2026-01-26T09:00',
      '2026-01-26T15:00',
      '2026-02-02T09:00',
      '2026-02-02T15:00',
    ]);
  });

  it('moves every fire time of the raw expression, and invents none', () => {
    const calendar = createCalendars()('XNYS');
    const expression = fc.constantFrom(
      '30 16 * * *',
      '0 9 * * SAT',
      '15 2,14 1 * *',
      '0 */6 * * SUN,MON',
      '59 23 * * *',
    );
    const zone = fc.constantFrom(newYork, 'Asia/Tokyo', 'Europe/Vienna', 'UTC');
    const day = fc.integer({
      min: Date.UTC(2019, 0, 1) / 86_400_000,
      max: Date.UTC(2026, 0, 1) / 86_400_000,
    });
    fc.assert(
      fc.property(expression, zone, day, (cron, timezone, start) => {
        const from = toInstant(start * 86_400_000);
        const until = toInstant((start + 40) * 86_400_000);
        const market = { calendar: 'XNYS', closed: 'next_open' } as const;
        const moved = nextFireTimes({ cron, timezone, market }, { from, until, count: 10_000 });
        const before = toInstant((start - 20) * 86_400_000);
        const raw = nextFireTimes({ cron, timezone }, { from: before, until, count: 10_000 });
        const expected = new Set(
          raw
            .map(({ at: due }) => movedByHand(due, timezone, calendar))
            .filter((due) => due > from && due <= until),
        );
        expect(moved.map(({ at: due }) => due)).toEqual([...expected].toSorted());
      }),
      { numRuns: 40 },
    );
  });
});

/** Looks for the first instant on a session's day that shows the same time, minute by minute from day to day. */
function movedByHand(due: Instant, timezone: string, calendar: MarketCalendar): Instant {
  const closedOn = calendar.dateAt(due);
  if (calendar.sessionOn(closedOn) !== undefined) return due;
  const session = calendar.nextSessionAfter(closedOn).date;
  const days = (Date.parse(session) - Date.parse(closedOn)) / 86_400_000;
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone: timezone,
    dateStyle: 'short',
    timeStyle: 'short',
  });
  const wanted = format.format(toEpochMs(due));
  const date = new Date(Date.parse(`${wanted.slice(0, 10)}T00:00:00Z`) + days * 86_400_000).toISOString();
  const shown = `${date.slice(0, 10)}${wanted.slice(10)}`;
  const start = toEpochMs(due) + days * 86_400_000 - 3 * 3_600_000;
  for (let at = start; at <= start + 6 * 3_600_000; at += 60_000) {
    // A time that is skipped is shown never; the first minute after it is what comes next.
    if (format.format(at) >= shown) return toInstant(at);
  }
  throw new Error(`${due} does not move to ${shown}`);
}

describe('nextOpenFireTime', () => {
  const open = (cron: string, from: string) =>
    nextOpenFireTime(
      { cron, timezone: newYork, market: { calendar: 'XNYS', closed: 'skip' } },
      instant(from),
    )?.local.slice(0, 16);

  it('finds the way over a long weekend, however often the policy is due', () => {
    expect(open('* * * * *', '2026-01-17T12:00:00Z')).toBe('2026-01-20T00:00');
    expect(open('30 16 * * FRI', '2027-03-20T00:00:00Z')).toBe('2027-04-02T16:30');
  });

  it('is the next fire time where that is open, or where no market counts', () => {
    expect(open('0 9 * * *', '2026-11-25T15:00:00Z')).toBe('2026-11-27T09:00');
    const free = nextOpenFireTime({ cron: '0 9 * * *', timezone: newYork }, instant('2026-11-25T15:00:00Z'));
    expect(free?.local.slice(0, 16)).toBe('2026-11-26T09:00');
  });

  it('gives up on an expression that only means closed days', () => {
    expect(open('0 9 * * SAT', '2026-01-01T00:00:00Z')).toBeUndefined();
  });
});
