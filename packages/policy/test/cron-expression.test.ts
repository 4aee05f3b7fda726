import { describe, expect, it } from '@jest/globals';
import { isTimeZone, parseCron } from '@daybook/policy';

const refusal = (text: string, dayMatch?: 'any' | 'all') => {
  const parsed = parseCron(text, dayMatch);
  return parsed.ok ? 'accepted' : (parsed.suggestion ?? parsed.message);
};

describe('parseCron', () => {
  it.each([
    '30 16 * * FRI',
    '0 9 * * 1-5',
    '*/15 9-17/2 1,15 JAN-jun *',
    '0 0 L * *',
    '0 0 LW * *',
    '0 0 15W * *',
    '0 9 * * 5L',
    '0 9 * * FRI#3',
    '0 9 * * 5-7',
    '0 9 * * FRI-SUN',
    '0 9 * * 0-6',
    '0 9 * * 7',
    '0 0 29 2 *',
    '10-40/15 * * * *',
    '0  9 *  * 1 ',
    '@daily',
    '@Midnight',
  ])('accepts %s', (text) => {
    expect(refusal(text)).toBe('accepted');
  });

  it.each([
    ['0 30 16 * * FRI', '30 16 * * FRI'],
    ['0 30 16 * * FRI 2027', '30 16 * * FRI'],
    ['30 16 * * FRI 2027', '30 16 * * FRI'],
    ['0 9 * * 5#0', '0 9 * * 5#1'],
    ['0 9 * * FRI-MON', '0 9 * * FRI-SUN,MON'],
    ['0 9 * * SAT-TUE', '0 9 * * SAT-SUN,MON-TUE'],
    ['0 9 * * 6-2', '0 9 * * 6-7,1-2'],
    ['0 22-2 * * *', '0 22-23,0-2 * * *'],
    ['5/20 * * * *', '5-59/20 * * * *'],
    ['0 9 ? * 1', '0 9 * * 1'],
    ['0 0 L-1 * *', '0 0 L * *'],
    ['0 9 * january *', '0 9 * JAN *'],
    ['0 9 * * Monday', '0 9 * * MON'],
    ['0 9 * * 5#6', '0 9 * * 5#5'],
    ['0 9 * * L', '0 9 * * 6L'],
    ['0 9 13 * 5', '"day_match": "any"'],
  ])('refuses %s and suggests %s', (text, suggestion) => {
    expect(refusal(text)).toBe(suggestion);
  });

  it.each([
    ['', 'five fields'],
    ['0 9 * *', 'five fields'],
    ['60 * * * *', '0 to 59'],
    ['* 24 * * *', '0 to 23'],
    ['* * 0 * *', '1 to 31'],
    ['* * * 13 *', '1 to 12'],
    ['* * * * 8', '0 to 7'],
    ['*/0 * * * *', 'from 1 on'],
    ['*/90 * * * *', 'wider'],
    ['1, * * * *', 'empty place'],
    ['1.5 * * * *', 'no minute'],
    ['0 0 30 2 *', 'never occurs'],
    ['0 0 31 4,6,9,11 *', 'never occurs'],
    ['0 0 31W FEB *', 'never occurs'],
    ['@weekdays', 'no macro'],
    ['@toString', 'no macro'],
  ])('refuses %j because of %s', (text, reason) => {
    expect(refusal(text)).toContain(reason);
  });

  it('takes every suggestion that it makes', () => {
    for (const text of [
      '0 30 16 * * FRI',
      '0 9 * * FRI-MON',
      '0 22-2 * * *',
      '5/20 * * * *',
      '0 9 ? * 1',
      '0 9 * * SUNDAY',
      '0 9 * * 5#9',
    ]) {
      expect(refusal(refusal(text))).toBe('accepted');
    }
  });

  it('needs to know how two restricted day fields go together', () => {
    expect(refusal('0 9 13 * 5', 'any')).toBe('accepted');
    expect(refusal('0 9 13 * 5', 'all')).toBe('accepted');
    expect(refusal('0 9 */2 * 1', 'all')).toContain('list the days');
    expect(refusal('0 9 1 * */2', 'any')).toContain('list the days');
    expect(refusal('0 0 30 2 1', 'any')).toBe('accepted');
    expect(refusal('0 0 30 2 1', 'all')).toContain('never occurs');
    expect(refusal('0 9 1-7 * FRI#5', 'all')).toContain('never occurs');
    expect(refusal('0 9 1 * 5L', 'all')).toContain('never occurs');
    expect(refusal('0 9 22 * 5L', 'all')).toBe('accepted');
    expect(refusal('0 9 13 * FRI', 'all')).toBe('accepted');
    expect(refusal('0 9 L * FRI', 'all')).toBe('accepted');
  });

  it.each([
    ['30 2 * * *', false],
    ['0,30 9-17 * * *', false],
    ['0 * * * *', true],
    ['*/15 9 * * *', true],
    ['0 8-18/2 * * *', true],
  ])('knows whether %s is an interval: %s', (text, isInterval) => {
    const parsed = parseCron(text);
    expect(parsed.ok && parsed.cron.isInterval).toBe(isInterval);
  });
});

describe('isTimeZone', () => {
  it.each([
    ['Europe/Vienna', true],
    ['America/Argentina/Buenos_Aires', true],
    ['UTC', true],
    ['Etc/GMT+5', true],
    ['+02:00', false],
    ['Mars/Olympus', false],
    ['CET; DROP', false],
    ['', false],
  ])('%s: %s', (zone, known) => {
    expect(isTimeZone(zone)).toBe(known);
  });
});
