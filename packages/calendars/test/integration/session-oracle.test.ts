import { toEpochMs } from '@daybook/kernel';
import { createCalendar, type MarketCalendar } from '@daybook/calendars';
import { describe, expect, it } from '@jest/globals';
import { datesBetween } from '../closures-of.ts';
import { readSessionOracle, type SessionOracle, sessionOracles } from './session-oracle.ts';

/** What the oracle says of a date: `closed`, or open and close as the exchange's clocks show them. */
function createExpectation(oracle: SessionOracle): (date: string) => string {
  const closures = new Set(oracle.weekday_closures);
  const closes = new Map(oracle.irregular_closes);
  const weekendSessions = new Set(oracle.weekend_sessions);
  const [open, close] = oracle.usual_last_year;
  return (date) => {
    const isWeekend = [0, 6].includes(new Date(date).getUTCDay());
    if (closures.has(date) || (isWeekend && !weekendSessions.has(date))) return 'closed';
    return `${open} ${closes.get(date) ?? close}`;
  };
}

function createDescription({ timezone, sessionOn }: MarketCalendar): (date: string) => string {
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone: timezone, hour: '2-digit', minute: '2-digit' });
  return (date) => {
    const session = sessionOn(date);
    if (session === undefined) return 'closed';
    return `${clock.format(toEpochMs(session.open))} ${clock.format(toEpochMs(session.close))}`;
  };
}

describe('the calendars of exchanges', () => {
  it('know days on which everything stood still', () => {
    expect(createCalendar('XNYS').closureOn('2001-09-12')).toBeDefined();
    expect(createCalendar('XLON').closureOn('2022-09-19')).toBeDefined();
    expect(createCalendar('XETR').closureOn('2020-12-24')).toBeDefined();
  });
});

const describeWithOracles = sessionOracles === 'missing' ? describe.skip : describe;

if (sessionOracles !== 'none') {
  describeWithOracles('the calendars of exchanges beside what exchanges did', () => {
    it.each(['XNYS', 'XLON', 'XETR'] as const)('agree with %s on every day since 2000', (code) => {
      const oracle = readSessionOracle(code === 'XNYS' ? 'xnys' : code === 'XLON' ? 'xlon' : 'xetr');
      const calendar = createCalendar(code);
      expect(calendar.timezone).toBe(oracle.timezone);

      const dates = datesBetween('2000-01-01', oracle.to);
      expect(dates.length).toBeGreaterThan(8_000);
      const [expected, described] = [createExpectation(oracle), createDescription(calendar)];
      const differences = dates
        .filter((date) => described(date) !== expected(date))
        .map((date) => `${date}: ${described(date)}, but the exchange: ${expected(date)}`);
      expect(differences).toEqual([]);
      const early = oracle.irregular_closes.map(([date]) => date).filter((date) => date >= '2000-01-01');
      expect(dates.filter((date) => calendar.sessionOn(date)?.isEarlyClose)).toEqual(early);
    });
  });
}
