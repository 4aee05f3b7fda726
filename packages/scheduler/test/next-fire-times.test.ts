import { describe, expect, it } from '@jest/globals';
import { parseInstant, toInstant } from '@daybook/kernel';
import { type CronTiming, type FireTimesWindow, nextFireTimes } from '@daybook/scheduler';

interface Options extends Partial<Omit<FireTimesWindow, 'from'>>, Pick<CronTiming, 'dayMatch'> {
  readonly from: string;
}

/** Fire times as text: local date, time and offset, and the note. */
function fires(cron: string, timezone: string, options: Options): readonly string[] {
  const { from, dayMatch, count = 3, ...rest } = options;
  const found = nextFireTimes(
    { cron, timezone, ...(dayMatch === undefined ? {} : { dayMatch }) },
    { count, ...rest, from: instant(from) },
  );
  return found.map(({ local, note }) => `${local.slice(0, local.indexOf('['))}${note ? ` ${note}` : ''}`);
}

const instant = (text: string) => parseInstant(text) ?? toInstant(Number.NaN);
const newYork = 'America/New_York';
const vienna = 'Europe/Vienna';

describe('nextFireTimes', () => {
  it('gives instant, local time and zone', () => {
    const timing = { cron: '30 16 * * FRI', timezone: newYork };
    expect(nextFireTimes(timing, { from: instant('2026-07-01T00:00:00Z'), count: 1 })).toEqual([
      { at: '2026-07-03T20:30:00.000Z', local: '2026-07-03T16:30:00-04:00[America/New_York]' },
    ]);
  });

  it('leaves the start out and takes the end in', () => {
    const from = '2026-07-01T10:00:00Z';
    const until = instant('2026-07-01T12:00:00Z');
    expect(fires('@hourly', 'UTC', { from, until, count: 9 })).toEqual([
      '2026-07-01T11:00:00+00:00',
      '2026-07-01T12:00:00+00:00',
    ]);
    expect(fires('@hourly', 'UTC', { from: '2026-07-01T09:59:59.999Z', count: 1 })).toEqual([
      '2026-07-01T10:00:00+00:00',
    ]);
    expect(fires('@hourly', 'UTC', { from: '2026-07-01T10:00:00.001Z', count: 1 })).toEqual([
      '2026-07-01T11:00:00+00:00',
    ]);
    expect(fires('@hourly', 'UTC', { from, count: 0 })).toEqual([]);
  });

  it('refuses an expression with the advice of the parser', () => {
    const window = { from: instant('2026-01-01T00:00:00Z'), count: 1 };
    expect(() => nextFireTimes({ timezone: vienna, cron: '0 30 16 * * FRI' }, window)).toThrow(
      expect.objectContaining({ code: 'usage.invalid', message: expect.stringContaining('30 16 * * FRI') }),
    );
    expect(() => nextFireTimes({ timezone: vienna, cron: '0 9 13 * FRI' }, window)).toThrow(
      expect.objectContaining({ code: 'usage.invalid', message: expect.stringContaining('day_match') }),
    );
    expect(() => nextFireTimes({ timezone: vienna, cron: '0 9 30 FEB *' }, window)).toThrow(
      expect.objectContaining({ code: 'usage.invalid' }),
    );
  });

  it('refuses a zone that does not exist', () => {
    const window = { from: instant('2026-01-01T00:00:00Z'), count: 1 };
    for (const timezone of ['Mars/Olympus', '+02:00', '']) {
      expect(() => nextFireTimes({ cron: '@daily', timezone }, window)).toThrow(
        expect.objectContaining({ code: 'usage.invalid' }),
      );
    }
  });
});

describe('the spring gap', () => {
  it('moves a fixed time to the first instant after it', () => {
    expect(fires('30 2 * * *', newYork, { from: '2026-03-07T12:00:00Z' })).toEqual([
      '2026-03-08T03:00:00-04:00 shifted',
      '2026-03-09T02:30:00-04:00',
      '2026-03-10T02:30:00-04:00',
    ]);
    expect(fires('30 2 * * SUN', newYork, { from: '2026-03-07T12:00:00Z', count: 1 })).toEqual([
      '2026-03-08T03:00:00-04:00 shifted',
    ]);
  });

  it('makes one slot of several fixed times', () => {
    expect(fires('10,20,30 2 * * *', newYork, { from: '2026-03-08T00:00:00-05:00', count: 2 })).toEqual([
      '2026-03-08T03:00:00-04:00 shifted',
      '2026-03-09T02:10:00-04:00',
    ]);
  });

  it('notes nothing where the pattern is due anyway', () => {
    expect(fires('0,30 2-3 * * *', newYork, { from: '2026-03-08T00:00:00-05:00' })).toEqual([
      '2026-03-08T03:00:00-04:00',
      '2026-03-08T03:30:00-04:00',
      '2026-03-09T02:00:00-04:00',
    ]);
  });

  it('does not move a fixed time again from the gap on', () => {
    expect(fires('30 2 * * *', newYork, { from: '2026-03-08T03:00:00-04:00', count: 1 })).toEqual([
      '2026-03-09T02:30:00-04:00',
    ]);
  });

  it('has no times of an interval', () => {
    expect(fires('*/30 2 * * *', newYork, { from: '2026-03-08T00:00:00-05:00', count: 1 })).toEqual([
      '2026-03-09T02:00:00-04:00',
    ]);
    expect(fires('30 1-3/1 * * *', newYork, { from: '2026-03-08T00:00:00-05:00', count: 2 })).toEqual([
      '2026-03-08T01:30:00-05:00',
      '2026-03-08T03:30:00-04:00',
    ]);
  });

  it('may end on the next local day', () => {
    const nuuk = { from: '2026-03-28T12:00:00-02:00', count: 2 };
    expect(fires('30 23 * * *', 'America/Nuuk', nuuk)).toEqual([
      '2026-03-29T00:00:00-01:00 shifted',
      '2026-03-29T23:30:00-01:00',
    ]);
    expect(fires('30 23 * * SAT', 'America/Nuuk', nuuk)).toEqual([
      '2026-03-29T00:00:00-01:00 shifted',
      '2026-04-04T23:30:00-01:00',
    ]);
    expect(fires('0,30 0,23 * * *', 'America/Nuuk', { ...nuuk, count: 3 })).toEqual([
      '2026-03-29T00:00:00-01:00',
      '2026-03-29T00:30:00-01:00',
      '2026-03-29T23:00:00-01:00',
    ]);
    expect(fires('*/30 23 * * *', 'America/Nuuk', { ...nuuk, count: 1 })).toEqual([
      '2026-03-29T23:00:00-01:00',
    ]);
  });

  it('may be at midnight or half an hour long', () => {
    expect(fires('0 0 * * *', 'Africa/Cairo', { from: '2026-04-23T12:00:00Z', count: 2 })).toEqual([
      '2026-04-24T01:00:00+03:00 shifted',
      '2026-04-25T00:00:00+03:00',
    ]);
    expect(fires('15 2 * * *', 'Australia/Lord_Howe', { from: '2026-10-03T00:00:00Z', count: 2 })).toEqual([
      '2026-10-04T02:30:00+11:00 shifted',
      '2026-10-05T02:15:00+11:00',
    ]);
  });

  it('fires nothing for a day that was left out', () => {
    const apia = { from: '2011-12-28T12:00:00-10:00', count: 3 };
    expect(fires('0 12 * * *', 'Pacific/Apia', apia)).toEqual([
      '2011-12-29T12:00:00-10:00',
      '2011-12-31T12:00:00+14:00',
      '2012-01-01T12:00:00+14:00',
    ]);
    expect(fires('0 */12 * * *', 'Pacific/Apia', { ...apia, count: 4 })).toEqual([
      '2011-12-29T00:00:00-10:00',
      '2011-12-29T12:00:00-10:00',
      '2011-12-31T00:00:00+14:00',
      '2011-12-31T12:00:00+14:00',
    ]);
  });
});

describe('the repeated hour', () => {
  it('has fixed times on the first pass only', () => {
    expect(fires('30 1 * * *', newYork, { from: '2026-10-31T12:00:00Z', count: 2 })).toEqual([
      '2026-11-01T01:30:00-04:00',
      '2026-11-02T01:30:00-05:00',
    ]);
    expect(fires('30,45 1 * * *', newYork, { from: '2026-11-01T01:40:00-05:00', count: 1 })).toEqual([
      '2026-11-02T01:30:00-05:00',
    ]);
  });

  it('has the times of an interval on both passes', () => {
    expect(fires('*/30 1 * * *', newYork, { from: '2026-10-31T12:00:00Z', count: 5 })).toEqual([
      '2026-11-01T01:00:00-04:00',
      '2026-11-01T01:30:00-04:00',
      '2026-11-01T01:00:00-05:00 repeated',
      '2026-11-01T01:30:00-05:00 repeated',
      '2026-11-02T01:00:00-05:00',
    ]);
  });

  it('may be half an hour long', () => {
    const lordHowe = { from: '2026-04-05T01:00:00+11:00', count: 4 };
    expect(fires('*/30 * * * *', 'Australia/Lord_Howe', lordHowe)).toEqual([
      '2026-04-05T01:30:00+11:00',
      '2026-04-05T01:30:00+10:30 repeated',
      '2026-04-05T02:00:00+10:30',
      '2026-04-05T02:30:00+10:30',
    ]);
    expect(fires('0,30 1,2 * * *', 'Australia/Lord_Howe', { ...lordHowe, count: 3 })).toEqual([
      '2026-04-05T01:30:00+11:00',
      '2026-04-05T02:00:00+10:30',
      '2026-04-05T02:30:00+10:30',
    ]);
  });

  it('may lie before midnight', () => {
    expect(fires('0 */12 * * *', 'America/Havana', { from: '2026-10-31T13:00:00-04:00', count: 3 })).toEqual([
      '2026-11-01T00:00:00-04:00',
      '2026-11-01T00:00:00-05:00 repeated',
      '2026-11-01T12:00:00-05:00',
    ]);
  });
});

describe('day fields', () => {
  const from = '2026-01-01T12:00:00Z';
  const days = (cron: string, options: Partial<Options> = {}) =>
    fires(`0 9 ${cron}`, vienna, { from, ...options }).map((local) => local.slice(0, 10));

  it('match either or both, as asked for', () => {
    expect(days('13 * FRI', { dayMatch: 'any', count: 4 })).toEqual([
      '2026-01-02',
      '2026-01-09',
      '2026-01-13',
      '2026-01-16',
    ]);
    expect(days('13 * FRI', { dayMatch: 'all' })).toEqual(['2026-02-13', '2026-03-13', '2026-11-13']);
    expect(days('13 * *', { dayMatch: null, count: 2 })).toEqual(['2026-01-13', '2026-02-13']);
  });

  it('know the last day and the last weekday of a month', () => {
    expect(days('L * *')).toEqual(['2026-01-31', '2026-02-28', '2026-03-31']);
    expect(days('LW * *')).toEqual(['2026-01-30', '2026-02-27', '2026-03-31']);
    expect(days('LW,L,15 1 *')).toEqual(['2026-01-15', '2026-01-30', '2026-01-31']);
    expect(days('LW,2 * MON', { dayMatch: 'all', count: 2 })).toEqual(['2026-02-02', '2026-03-02']);
  });

  it('know the nearest weekday within the month', () => {
    expect(days('15W * *', { count: 4 })).toEqual(['2026-01-15', '2026-02-16', '2026-03-16', '2026-04-15']);
    expect(days('1W 8 *', { count: 1 })).toEqual(['2026-08-03']);
    expect(days('31W 1,2 *', { count: 2 })).toEqual(['2026-01-30', '2027-01-29']);
  });

  it('know the nth and the last weekday of its kind', () => {
    expect(days('* * FRI#3')).toEqual(['2026-01-16', '2026-02-20', '2026-03-20']);
    expect(days('* * FRI#5')).toEqual(['2026-01-30', '2026-05-29', '2026-07-31']);
    expect(days('* * 5L')).toEqual(['2026-01-30', '2026-02-27', '2026-03-27']);
  });

  it('read ranges, steps, names and both spellings of Sunday', () => {
    expect(days('* * 7', { count: 2 })).toEqual(days('* * 0', { count: 2 }));
    expect(days('* * FRI-SUN', { count: 4 })).toEqual([
      '2026-01-02',
      '2026-01-03',
      '2026-01-04',
      '2026-01-09',
    ]);
    expect(days('* * 1-5/2')).toEqual(['2026-01-02', '2026-01-05', '2026-01-07']);
    expect(days('*/10 * *', { count: 4 })).toEqual(['2026-01-11', '2026-01-21', '2026-01-31', '2026-02-01']);
  });

  it('wait for the leap day, over a century too', () => {
    expect(days('29 2 *', { from: '2094-01-01T00:00:00Z' })).toEqual([
      '2096-02-29',
      '2104-02-29',
      '2108-02-29',
    ]);
  });
});
