import { describe, expect, it } from '@jest/globals';
import { createZoneOffset } from '@daybook/kernel';

const hourMs = 3_600_000;
const at = (text: string) => Date.parse(text);

describe('createZoneOffset', () => {
  it('follows the clocks to the second on the day on which they change', () => {
    const offset = createZoneOffset('America/New_York');
    const change = at('2026-03-08T07:00:00Z');
    expect([-25 * hourMs, -1, 0, 25 * hourMs].map((ms) => offset(change + ms) / hourMs)).toEqual([
      -5, -5, -4, -4,
    ]);
  });

  it('knows half hours, whole days, and seconds of before there were standard times', () => {
    expect(createZoneOffset('Australia/Lord_Howe')(at('2026-04-04T14:59:59Z')) / hourMs).toBe(11);
    expect(createZoneOffset('Australia/Lord_Howe')(at('2026-04-04T15:00:00Z')) / hourMs).toBe(10.5);
    const apia = createZoneOffset('Pacific/Apia');
    expect([apia(at('2011-12-30T09:59:59Z')), apia(at('2011-12-30T10:00:00Z'))]).toEqual([
      -10 * hourMs,
      14 * hourMs,
    ]);
    // Local mean time, 4:56:02 behind.
    expect(createZoneOffset('America/New_York')(at('1880-01-01T00:00:00Z'))).toBe(-17_762_000);
  });

  it('answers the same however many days it was asked for in between', () => {
    const offset = createZoneOffset('Europe/Vienna');
    const summer = at('2026-07-01T12:00:00Z');
    const before = offset(summer);
    for (let day = 0; day < 4_000; day += 1) offset(day * 24 * hourMs);
    expect([before, offset(summer)]).toEqual([2 * hourMs, 2 * hourMs]);
  });

  it('refuses a zone that does not exist', () => {
    expect(() => createZoneOffset('Mars/Olympus')).toThrow(RangeError);
  });
});
