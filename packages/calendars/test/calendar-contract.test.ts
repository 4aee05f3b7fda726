import { toEpochMs, toInstant } from '@daybook/kernel';
import { calendarCodes, createCalendar } from '@daybook/calendars';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { datesBetween } from './closures-of.ts';

const dayMs = 86_400_000;
const [first, last] = [Date.parse('1970-01-02'), Date.parse('2199-12-01')];
const dates = fc
  .integer({ min: first / dayMs, max: last / dayMs })
  .map((day) => new Date(day * dayMs).toISOString().slice(0, 10));
const instants = fc.integer({ min: Date.parse('1970-01-10'), max: last }).map((ms) => toInstant(ms));

describe.each(calendarCodes)('the calendar %s', (code) => {
  const calendar = createCalendar(code);

  it('says of each date why it is closed, or when it trades', () => {
    fc.assert(
      fc.property(dates, (date) => {
        const session = calendar.sessionOn(date);
        expect(session === undefined).toBe(calendar.closureOn(date) !== undefined);
        if (session === undefined) return;
        expect(session.date).toBe(date);
        expect(session.open < session.close).toBe(true);
        expect(calendar.dateAt(session.open)).toBe(date);
        expect(calendar.dateAt(toInstant(toEpochMs(session.close) - 1))).toBe(date);
      }),
    );
  });

  it('follows a session with a later one', () => {
    fc.assert(
      fc.property(dates, (date) => {
        const next = calendar.nextSessionAfter(date);
        expect(next.date > date).toBe(true);
        expect(calendar.sessionOn(next.date)).toEqual(next);
        for (const between of datesBetween(date, next.date).slice(1, -1)) {
          expect(calendar.sessionOn(between)).toBeUndefined();
        }
        const close = calendar.sessionOn(date)?.close ?? '';
        expect(next.open >= close).toBe(true);
      }),
    );
  });

  it('finds the closes around an instant', () => {
    fc.assert(
      fc.property(instants, (instant) => {
        const next = calendar.firstCloseAfter(instant);
        const previous = calendar.lastCloseAtOrBefore(instant);
        if (previous === undefined) throw new Error(`no close before ${instant}`);
        expect(previous.close <= instant && instant < next.close).toBe(true);
        expect(calendar.nextSessionAfter(previous.date)).toEqual(next);
        expect(calendar.firstCloseAfter(previous.close)).toEqual(next);
        expect(calendar.lastCloseAtOrBefore(next.close)).toEqual(next);
      }),
    );
  });

  it('answers the same in any order', () => {
    fc.assert(
      fc.property(fc.array(dates, { minLength: 1, maxLength: 80 }), (asked) => {
        for (const date of asked) calendar.sessionOn(date);
        const date = asked[0] ?? '2026-01-02';
        expect(calendar.sessionOn(date)).toEqual(createCalendar(code).sessionOn(date));
      }),
      { numRuns: 20 },
    );
  });

  it.each(['2026-02-30', '2026-2-3', '1969-12-31', '2200-01-01', '', '2026-01-01T00:00:00Z'])(
    'refuses "%s" as a date',
    (text) => {
      const refusal = expect.objectContaining({
        code: 'usage.invalid',
        message: `"${text}" is no date; write a real day from 1970-01-01 to 2199-12-31 as YYYY-MM-DD.`,
      });
      for (const ask of [calendar.sessionOn, calendar.closureOn, calendar.nextSessionAfter]) {
        expect(() => ask(text)).toThrow(refusal);
      }
    },
  );

  it('ends with 2199 and begins with 1970', () => {
    const message = `The calendar ${code} ends on 2199-12-31, and has no session after that; ask for an earlier one.`;
    const refusal = expect.objectContaining({ code: 'usage.invalid', message });
    expect(() => calendar.nextSessionAfter('2199-12-31')).toThrow(refusal);
    expect(() => calendar.firstCloseAfter(toInstant(Date.parse('2205-01-01')))).toThrow(refusal);
    expect(calendar.lastCloseAtOrBefore(toInstant(Date.parse('2205-01-01')))?.date).toMatch(/^2199-12-/);
    expect(calendar.lastCloseAtOrBefore(toInstant(Date.parse('1960-01-01')))).toBeUndefined();
    expect(calendar.firstCloseAfter(toInstant(Date.parse('1960-01-01'))).date).toMatch(/^1970-01-0/);
  });
});

describe('what is known', () => {
  it.each([
    ['XNYS', '2028-12-29', '2029-01-02'],
    ['XNAS', '2027-12-31', '2028-01-03'],
    ['XLON', '2027-12-31', '2028-01-04'],
    ['XETR', '2027-12-30', '2028-01-03'],
    ['TARGET', '2027-12-31', '2028-01-03'],
  ] as const)('ends for %s after %s', (code, known, unknown) => {
    const { sessionOn, nextSessionAfter } = createCalendar(code);
    expect(sessionOn(known)?.isKnown).toBe(true);
    expect(nextSessionAfter(known)).toMatchObject({ date: unknown, isKnown: false });
  });

  it('begins with 2000', () => {
    const { sessionOn } = createCalendar('XNYS');
    expect(sessionOn('1999-12-31')?.isKnown).toBe(false);
    expect(sessionOn('2000-01-03')?.isKnown).toBe(true);
  });
});
