import { describe, expect, it } from '@jest/globals';
import type { RawResult } from '../../src/report-database.ts';
import { freezeSnapshot } from '../../src/freeze-snapshot.ts';
import { type ChartSection, buildChart, chartSection } from '../../src/sections/chart.ts';
import { buildSection } from '../../src/sections/section.ts';
import { sectionQuery } from '../../src/sections/section-query.ts';
import { bars, resultOf } from '../fixed-database.ts';

const place = { report: 'weekly-brief', index: 2, title: 'SPY' };
const line = { type: 'chart', kind: 'line', title: 'SPY', query: 'q', x: 'date', y: 'close' };
const candles = { ...line, kind: 'candlestick', y: ['open', 'high', 'low', 'close'] };

const build = (section: object, result: RawResult = bars) =>
  buildSection(chartSection.parse(section), freezeSnapshot({ q: result }).snapshot, place);

const pair = (rows: RawResult['rows']): RawResult => resultOf(['date', 'close', 'symbol'], rows);

describe('chart', () => {
  it('draws candles from the oldest to the newest', () => {
    const { section, empty } = build(candles);
    expect(empty).toBe(false);
    expect(section).toMatchObject({ kind: 'candlestick', x: 'date', y: ['open', 'high', 'low', 'close'] });
    expect(section).toHaveProperty('points', [
      { date: '2020-12-29', open: '3750.01', high: '3756.12', low: '3723.31', close: '3727.04' },
      { date: '2020-12-30', open: '3736.19', high: '3744.63', low: '3730.21', close: '3732.04' },
      { date: '2020-12-31', open: '3733.27', high: '3760.2', low: '3726.88', close: '3756.07' },
    ]);
  });

  it('keeps gaps as null', () => {
    const result = pair([
      ['2020-12-30', null, 'A'],
      ['2020-12-31', '5', 'A'],
    ]);
    expect(build(line, result).section).toHaveProperty('points', [
      { date: '2020-12-30', close: null },
      { date: '2020-12-31', close: '5' },
    ]);
  });

  it('tells lines apart by a column', () => {
    const result = pair([
      ['2020-12-31', '5', 'A'],
      ['2020-12-31', '6', 'B'],
    ]);
    expect(build({ ...line, series: 'symbol' }, result).section).toMatchObject({
      series: 'symbol',
      points: [
        { date: '2020-12-31', close: '5', symbol: 'A' },
        { date: '2020-12-31', close: '6', symbol: 'B' },
      ],
    });
  });

  it('is empty without points', () => {
    expect(build(candles, { ...bars, rows: [] })).toMatchObject({ empty: true, section: { points: [] } });
    expect(build(line, pair([['2020-12-31', null, 'A']])).empty).toBe(true);
  });

  it.each([
    [
      'a missing column',
      { ...line, y: 'adj_close' },
      bars,
      /column "adj_close".*Its columns: date, open, high/,
    ],
    ['a time axis of numbers', { ...line, x: 'open' }, bars, /"open" on its time axis.*decimal values/],
    ['words as numbers', { ...line, y: 'date', x: 'date' }, bars, /holds date values, not numbers/],
    [
      'a row without a date',
      line,
      pair([
        ['2020-12-31', '5', 'A'],
        [null, '6', 'A'],
      ]),
      /no value there/,
    ],
    [
      'two rows for a date',
      line,
      pair([
        ['2020-12-31', '5', 'A'],
        ['2020-12-31', '6', 'B'],
      ]),
      /more than one row for 2020-12-31.*"series"/,
    ],
    [
      'two rows for a date of one series',
      { ...line, series: 'symbol' },
      pair([
        ['2020-12-31', '5', 'A'],
        ['2020-12-31', '6', 'A'],
      ]),
      /more than one row for 2020-12-31.*"symbol"/,
    ],
  ])('refuses %s', (_, section, result, message) => {
    expect(() => build(section, result)).toThrow(
      expect.objectContaining({
        code: 'report.section-failed',
        message: expect.stringMatching(message),
        details: { report: 'weekly-brief', section: 2, pointer: '/sections/2' },
      }),
    );
  });

  it('refuses a candlestick of three columns when it is built', () => {
    const section: ChartSection = { ...chartSection.parse(candles), y: ['open', 'high', 'low'] };
    const query = sectionQuery(freezeSnapshot({ q: bars }).snapshot, 'q', place);
    expect(() => buildChart(section, query, place)).toThrow(
      /candlestick, which needs the four columns.*Columns of its query: date, open, high, low, close/,
    );
  });

  it.each(['bar', 'pie'])('says that a %s chart is yet to come, and what works', (kind) => {
    expect(() => build({ ...line, kind })).toThrow(
      expect.objectContaining({
        code: 'step.unavailable',
        message: `Section 3 ("SPY") of report "weekly-brief" is a ${kind} chart, which is not there yet in this release. Use a line chart over dates, or show the figures in a data_table.`,
      }),
    );
  });

  it.each([
    [{ ...line, y: [] }, 'y'],
    [{ ...line, kind: 'radar' }, 'kind'],
  ])('refuses %#', (section, message) => {
    expect(chartSection.safeParse(section).error?.message).toContain(message);
  });
});
