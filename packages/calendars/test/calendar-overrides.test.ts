import { EngineError } from '@daybook/kernel';
import { createCalendar, parseCalendarOverrides } from '@daybook/calendars';
import { describe, expect, it } from '@jest/globals';

const nyseWith = (market: object) => createCalendar('XNYS', parseCalendarOverrides({ XNYS: market }));

describe('overrides', () => {
  it('close a day, for a reason', () => {
    const calendar = nyseWith({ closed: { '2026-07-06': 'power failure' } });
    expect(calendar.sessionOn('2026-07-06')).toBeUndefined();
    expect(calendar.closureOn('2026-07-06')).toBe('power failure');
    expect(calendar.nextSessionAfter('2026-07-02').date).toBe('2026-07-07');
  });

  it('open a holiday at the usual hours, also where a half day would be', () => {
    const calendar = nyseWith({ open: ['2026-07-03'] });
    expect(calendar.closureOn('2026-07-03')).toBeUndefined();
    expect(calendar.sessionOn('2026-07-03')).toEqual({
      date: '2026-07-03',
      open: '2026-07-03T13:30:00.000Z',
      close: '2026-07-03T20:00:00.000Z',
      isEarlyClose: false,
      isKnown: true,
    });
  });

  it('open a half day until the usual close', () => {
    const calendar = nyseWith({ open: ['2026-12-24'] });
    expect(calendar.sessionOn('2026-12-24')).toMatchObject({
      close: '2026-12-24T21:00:00.000Z',
      isEarlyClose: false,
    });
  });

  it('open a weekend, with an early close', () => {
    const calendar = nyseWith({ open: ['2026-07-11'], early_close: { '2026-07-11': '12:00' } });
    expect(calendar.sessionOn('2026-07-11')).toMatchObject({
      close: '2026-07-11T16:00:00.000Z',
      isEarlyClose: true,
    });
    expect(calendar.nextSessionAfter('2026-07-10').date).toBe('2026-07-11');
  });

  it('end a day early, or a half day at another time', () => {
    const calendar = nyseWith({ early_close: { '2026-07-07': '11:15', '2026-12-24': '14:00' } });
    expect(calendar.sessionOn('2026-07-07')).toMatchObject({
      close: '2026-07-07T15:15:00.000Z',
      isEarlyClose: true,
    });
    expect(calendar.sessionOn('2026-12-24')?.close).toBe('2026-12-24T19:00:00.000Z');
  });

  it('say until when the calendar is known', () => {
    const calendar = nyseWith({ known_until: '2030-12-31' });
    expect(calendar.knownUntil).toBe('2030-12-31');
    expect(calendar.sessionOn('2030-12-31')?.isKnown).toBe(true);
    expect(calendar.sessionOn('2031-01-02')?.isKnown).toBe(false);
  });

  it('reach no other market', () => {
    const overrides = parseCalendarOverrides({
      XNYS: { closed: { '2026-07-06': 'power failure' } },
      XLON: {},
    });
    expect(createCalendar('XLON', overrides).sessionOn('2026-07-06')).toBeDefined();
    expect(createCalendar('XNAS', overrides).sessionOn('2026-07-06')).toBeDefined();
  });

  it('end currencies and crypto early, in their own zones', () => {
    const overrides = parseCalendarOverrides({
      FX: { early_close: { '2026-12-24': '13:00' } },
      CRYPTO: { early_close: { '2026-12-24': '13:00' } },
    });
    expect(createCalendar('FX', overrides).sessionOn('2026-12-24')).toMatchObject({
      open: '2026-12-23T22:00:00.000Z',
      close: '2026-12-24T18:00:00.000Z',
    });
    expect(createCalendar('CRYPTO', overrides).sessionOn('2026-12-24')?.close).toBe(
      '2026-12-24T13:00:00.000Z',
    );
  });

  it('may be empty', () => {
    expect(parseCalendarOverrides({})).toEqual({});
    const calendar = nyseWith({});
    expect(calendar.knownUntil).toBe('2028-12-31');
  });
});

const fields = 'closed, open, early_close, known_until';
const realDay = 'write a real day from 1970-01-01 to 2199-12-31 as YYYY-MM-DD';
const realTime = 'write what the clocks of the market show, from 00:00 to 23:59, as HH:MM';

describe('the document of overrides', () => {
  it.each<[string, unknown, string]>([
    [
      'text',
      'XNYS',
      'The document must be an object of calendars, such as {"XNYS": {"open": ["2026-07-03"]}}.',
    ],
    [
      'a list',
      [],
      'The document must be an object of calendars, such as {"XNYS": {"open": ["2026-07-03"]}}.',
    ],
    [
      'null',
      null,
      'The document must be an object of calendars, such as {"XNYS": {"open": ["2026-07-03"]}}.',
    ],
    [
      'an unknown market',
      { XPAR: {} },
      '/XPAR is no calendar; write one of XNYS, XNAS, XLON, XETR, TARGET, FX, CRYPTO.',
    ],
    ['a market that is no object', { XNYS: [] }, `/XNYS must be an object with any of ${fields}.`],
    ['an unknown field', { XNYS: { close: {} } }, `/XNYS/close is not known; write one of ${fields}.`],
    [
      'closures in a list',
      { XNYS: { closed: ['2026-07-06'] } },
      '/XNYS/closed must be an object of dates and reasons.',
    ],
    [
      'a closure on no date',
      { XNYS: { closed: { '2026-02-30': 'x' } } },
      `/XNYS/closed/2026-02-30 is no date; ${realDay}.`,
    ],
    [
      'a closure without a reason',
      { XNYS: { closed: { '2026-07-06': ' ' } } },
      '/XNYS/closed/2026-07-06 is no reason; write why the market is closed, in 1 to 200 characters.',
    ],
    [
      'a reason that is no text',
      { XNYS: { closed: { '2026-07-06': true } } },
      '/XNYS/closed/2026-07-06 must be a text that says why the market is closed.',
    ],
    ['open days as text', { XNYS: { open: '2026-07-03' } }, '/XNYS/open must be a list of dates.'],
    ['an open day in words', { XNYS: { open: ['3 July'] } }, `/XNYS/open/0 is no date; ${realDay}.`],
    [
      'an open day as a number',
      { XNYS: { open: [20260703] } },
      '/XNYS/open/0 must be a text such as "2026-07-03".',
    ],
    [
      'early closes in a list',
      { XNYS: { early_close: [] } },
      '/XNYS/early_close must be an object of dates and times.',
    ],
    [
      'an early close on no date',
      { XNYS: { early_close: { '1926-01-04': '13:00' } } },
      `/XNYS/early_close/1926-01-04 is no date; ${realDay}.`,
    ],
    [
      'an early close at no time',
      { XNYS: { early_close: { '2026-12-24': '1pm' } } },
      `/XNYS/early_close/2026-12-24 is no time; ${realTime}.`,
    ],
    [
      'an early close as a number',
      { XNYS: { early_close: { '2026-12-24': 13 } } },
      '/XNYS/early_close/2026-12-24 must be a text such as "13:00".',
    ],
    [
      'an unreal known_until',
      { XNYS: { known_until: '2027-13-01' } },
      `/XNYS/known_until is no date; ${realDay}.`,
    ],
    [
      'a year as known_until',
      { XNYS: { known_until: 2027 } },
      '/XNYS/known_until must be a text such as "2027-12-31".',
    ],
    [
      'a day both closed and open',
      { XNYS: { closed: { '2026-07-03': 'x' }, open: ['2026-07-03'] } },
      '/XNYS/open names 2026-07-03, which is in "closed" too; remove one of the two.',
    ],
    [
      'a day both closed and early',
      { XNYS: { closed: { '2026-07-06': 'x' }, early_close: { '2026-07-06': '13:00' } } },
      '/XNYS/early_close/2026-07-06 is in "closed" too; remove one of the two.',
    ],
    [
      'an early close on a holiday',
      { XNYS: { early_close: { '2026-11-26': '13:00' } } },
      '/XNYS/early_close/2026-11-26 has no session (Thanksgiving Day); list the date in "open" too, or remove it.',
    ],
    [
      'an early close on a weekend',
      { FX: { early_close: { '2026-11-28': '13:00' } } },
      '/FX/early_close/2026-11-28 has no session (weekend); list the date in "open" too, or remove it.',
    ],
    [
      'an early close at the usual time',
      { XNYS: { early_close: { '2026-11-25': '16:00' } } },
      '/XNYS/early_close/2026-11-25 is 16:00, but an early close of XNYS lies between 09:30 and 16:00; write such a time.',
    ],
    [
      'an early close at the open',
      { XNYS: { early_close: { '2026-11-25': '09:30' } } },
      '/XNYS/early_close/2026-11-25 is 09:30, but an early close of XNYS lies between 09:30 and 16:00; write such a time.',
    ],
    [
      'an early close that is late for its time',
      { TARGET: { early_close: { '2016-06-30': '15:00' } } },
      '/TARGET/early_close/2016-06-30 is 15:00, but an early close of TARGET lies between 07:00 and 14:30; write such a time.',
    ],
    [
      'a late close of currencies',
      { FX: { early_close: { '2026-11-25': '17:30' } } },
      '/FX/early_close/2026-11-25 is 17:30, but an early close of FX lies before 17:00; write such a time.',
    ],
    [
      'known_until where nothing needs to be known',
      { CRYPTO: { known_until: '2027-12-31' } },
      '/CRYPTO/known_until is not needed: CRYPTO has no holidays to know about; remove it.',
    ],
  ])('refuses %s', (_, document, finding) => {
    const message = `The calendar overrides can't be used. ${finding}`;
    expect(() => parseCalendarOverrides(document)).toThrow(
      expect.objectContaining({ code: 'usage.invalid', message }),
    );
  });

  it('names all findings at once, for people and for programs', () => {
    const document = { XPAR: {}, XNYS: { closes: 1, opens: 2, open: ['today'] } };
    const problems = [
      { pointer: '/XNYS/open/0', message: `is no date; ${realDay}` },
      { pointer: '/XNYS/closes', message: `is not known; write one of ${fields}` },
      { pointer: '/XNYS/opens', message: `is not known; write one of ${fields}` },
      {
        pointer: '/XPAR',
        message: 'is no calendar; write one of XNYS, XNAS, XLON, XETR, TARGET, FX, CRYPTO',
      },
    ];
    const thrown = catchError(() => parseCalendarOverrides(document));
    expect(thrown.details).toEqual({ problems });
    expect(thrown.message).toBe(
      `The calendar overrides can't be used. ${problems.map(({ pointer, message }) => `${pointer} ${message}.`).join(' ')}`,
    );
  });
});

function catchError(action: () => unknown): EngineError {
  try {
    action();
  } catch (error) {
    if (EngineError.isInstance(error)) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}
