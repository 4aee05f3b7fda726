import { createCalendars, parseCalendarOverrides } from '@daybook/calendars';
import { describe, expect, it } from '@jest/globals';

describe('all calendars', () => {
  it('are made once each, with what a user corrected', () => {
    const calendars = createCalendars(
      parseCalendarOverrides({ XLON: { closed: { '2026-07-06': 'storm' } } }),
    );
    expect(calendars('XLON').closureOn('2026-07-06')).toBe('storm');
    expect(calendars('XLON')).toBe(calendars('XLON'));
    expect(calendars('XETR')).toMatchObject({ code: 'XETR', timezone: 'Europe/Berlin' });
  });
});
