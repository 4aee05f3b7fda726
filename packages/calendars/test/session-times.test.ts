import { parseInstant, toInstant } from '@daybook/kernel';
import { createCalendar } from '@daybook/calendars';
import { describe, expect, it } from '@jest/globals';

const at = (text: string) => parseInstant(text) ?? toInstant(0);

describe('session times', () => {
  const nyse = createCalendar('XNYS');
  const london = createCalendar('XLON');

  it.each([
    // New York changes on 8 March and 1 November 2026, London on 29 March and 25 October.
    ['2026-03-06', '21:00', '16:30'],
    ['2026-03-09', '20:00', '16:30'],
    ['2026-03-27', '20:00', '16:30'],
    ['2026-03-30', '20:00', '15:30'],
    ['2026-10-23', '20:00', '15:30'],
    ['2026-10-26', '20:00', '16:30'],
    ['2026-10-30', '20:00', '16:30'],
    ['2026-11-02', '21:00', '16:30'],
  ])('on %s close in New York at %s and in London at %s UTC', (date, newYork, londonClose) => {
    expect(nyse.sessionOn(date)?.close).toBe(`${date}T${newYork}:00.000Z`);
    expect(london.sessionOn(date)?.close).toBe(`${date}T${londonClose}:00.000Z`);
  });

  it('follow the dates at which clocks changed before 2007', () => {
    expect(nyse.sessionOn('2006-03-31')?.close).toBe('2006-03-31T21:00:00.000Z');
    expect(nyse.sessionOn('2006-04-03')?.close).toBe('2006-04-03T20:00:00.000Z');
  });

  it('count a close as past from the moment it happens', () => {
    const close = '2026-11-24T21:00:00.000Z';
    expect(nyse.firstCloseAfter(at('2026-11-24T20:59:59.999Z')).date).toBe('2026-11-24');
    expect(nyse.firstCloseAfter(at(close)).date).toBe('2026-11-25');
    expect(nyse.lastCloseAtOrBefore(at(close))?.date).toBe('2026-11-24');
    expect(nyse.lastCloseAtOrBefore(at('2026-11-24T20:59:59.999Z'))?.date).toBe('2026-11-23');
  });

  it('pass over weekends and holidays', () => {
    expect(nyse.firstCloseAfter(at('2026-11-25T21:00:00Z'))).toMatchObject({
      date: '2026-11-27',
      close: '2026-11-27T18:00:00.000Z',
      isEarlyClose: true,
    });
    expect(nyse.lastCloseAtOrBefore(at('2026-11-29T12:00:00Z'))?.date).toBe('2026-11-27');
    expect(nyse.nextSessionAfter('2026-12-24').date).toBe('2026-12-28');
    expect(nyse.closureOn('2026-11-28')).toBe('weekend');
  });

  it('give the date that the market has, and not that of UTC', () => {
    expect(nyse.dateAt(at('2026-11-25T03:00:00Z'))).toBe('2026-11-24');
    expect(nyse.dateAt(at('2026-11-25T05:00:00Z'))).toBe('2026-11-25');
    expect(createCalendar('XETR').dateAt(at('2026-11-24T23:30:00Z'))).toBe('2026-11-25');
  });
});

describe('the currency market', () => {
  const fx = createCalendar('FX');

  it('opens on Sunday evening in New York and closes on Friday', () => {
    expect(fx.sessionOn('2026-11-23')).toEqual({
      date: '2026-11-23',
      open: '2026-11-22T22:00:00.000Z',
      close: '2026-11-23T22:00:00.000Z',
      isEarlyClose: false,
      isKnown: true,
    });
    expect(fx.sessionOn('2026-11-27')?.close).toBe('2026-11-27T22:00:00.000Z');
    expect(fx.closureOn('2026-11-28')).toBe('weekend');
    expect(fx.closureOn('2026-11-29')).toBe('weekend');
    expect(fx.nextSessionAfter('2026-11-27').open).toBe('2026-11-29T22:00:00.000Z');
  });

  it('has no gap between the sessions of a week', () => {
    expect(fx.sessionOn('2026-11-24')?.open).toBe(fx.sessionOn('2026-11-23')?.close);
  });

  it('begins its day at 17:00 in New York', () => {
    expect(fx.dateAt(at('2026-11-24T21:59:59Z'))).toBe('2026-11-24');
    expect(fx.dateAt(at('2026-11-24T22:00:00Z'))).toBe('2026-11-25');
    expect(fx.dateAt(at('2026-11-22T22:00:00Z'))).toBe('2026-11-23');
  });

  it('opens an hour earlier in UTC after the clocks change', () => {
    expect(fx.sessionOn('2026-03-09')).toMatchObject({
      open: '2026-03-08T21:00:00.000Z',
      close: '2026-03-09T21:00:00.000Z',
    });
    expect(fx.sessionOn('2026-03-06')?.close).toBe('2026-03-06T22:00:00.000Z');
  });

  it('knows no holidays', () => {
    expect(fx.sessionOn('2026-12-25')).toMatchObject({ isKnown: true });
    expect(fx.knownUntil).toBeNull();
  });
});

describe('crypto', () => {
  const crypto = createCalendar('CRYPTO');

  it('trades each day from midnight to midnight in UTC', () => {
    expect(crypto.sessionOn('2026-11-28')).toEqual({
      date: '2026-11-28',
      open: '2026-11-28T00:00:00.000Z',
      close: '2026-11-29T00:00:00.000Z',
      isEarlyClose: false,
      isKnown: true,
    });
    expect(crypto.closureOn('2026-12-25')).toBeUndefined();
  });

  it('is certain for ever', () => {
    expect(crypto.sessionOn('2150-01-01')?.isKnown).toBe(true);
    expect(crypto.sessionOn('1980-01-01')?.isKnown).toBe(true);
  });

  it('closes a day at the midnight that begins the next', () => {
    const midnight = at('2026-11-29T00:00:00Z');
    expect(crypto.lastCloseAtOrBefore(midnight)?.date).toBe('2026-11-28');
    expect(crypto.firstCloseAfter(midnight).date).toBe('2026-11-29');
    expect(crypto.dateAt(midnight)).toBe('2026-11-29');
  });
});
