import type { ChartSection } from '@daybook/kernel';
import { describe, expect, it } from '@jest/globals';
import { toCandles, toLinePoints } from '../../src/charts/chart-points.ts';

const section = (change: Partial<ChartSection>): ChartSection => ({
  type: 'chart',
  kind: 'line',
  title: 'Prices',
  x: 'date',
  y: ['close'],
  points: [],
  series: undefined,
  ...change,
});

describe('toLinePoints', () => {
  it('orders points by date, whatever order the query gave', () => {
    const { points } = toLinePoints(
      section({
        points: [
          { date: '1970-01-03', close: '3' },
          { date: '1970-01-02', close: '2' },
        ],
      }),
    );
    expect(points).toEqual([
      { day: 1, value: 2, series: 0 },
      { day: 2, value: 3, series: 0 },
    ]);
  });

  it('makes one line a column', () => {
    const { names, points } = toLinePoints(
      section({ y: ['open', 'close'], points: [{ date: '1970-01-01', open: '1', close: '2' }] }),
    );
    expect(names).toEqual(['open', 'close']);
    expect(points.map(({ series }) => series)).toEqual([0, 1]);
  });

  it('makes one line a value of the series column', () => {
    const { names } = toLinePoints(
      section({
        series: 'symbol',
        points: [
          { date: '1970-01-01', symbol: 'NRTH', close: '1' },
          { date: '1970-01-01', symbol: 'SOLA', close: '2' },
          { date: '1970-01-02', symbol: 'NRTH', close: '3' },
        ],
      }),
    );
    expect(names).toEqual(['NRTH', 'SOLA']);
  });

  it('keeps a missing value as a gap', () => {
    const { points } = toLinePoints(section({ points: [{ date: '1970-01-01', close: null }] }));
    expect(points).toEqual([{ day: 0, value: null, series: 0 }]);
  });

  it('reads an instant to the part of the day', () => {
    const { points } = toLinePoints(section({ points: [{ date: '1970-01-01T06:00:00.000Z', close: '1' }] }));
    expect(points[0]?.day).toBe(0.25);
  });

  it.each(['yesterday', '2020-13-01', '30.12.2020', '2020-12-30 10:00'])('refuses %s as a date', (date) => {
    expect(() => toLinePoints(section({ points: [{ date, close: '1' }] }))).toThrow(
      `"${date}" in column "date" is neither a date nor an instant`,
    );
  });

  it.each(['', 'n/a', '1,5', 'Infinity'])('refuses "%s" as a number', (close) => {
    expect(() => toLinePoints(section({ points: [{ date: '2020-12-30', close }] }))).toThrow(
      `"${close}" in column "close" is no number`,
    );
  });
});

describe('toCandles', () => {
  const y = ['open', 'high', 'low', 'close'];

  it('reads the four prices in the order of "y"', () => {
    const points = [{ date: '1970-01-02', open: '10.5', high: '12', low: '9', close: '11' }];
    expect(toCandles(section({ kind: 'candlestick', y, points }))).toEqual([
      { day: 1, open: 10.5, high: 12, low: 9, close: 11 },
    ]);
  });

  it('leaves out a bar that lacks a price', () => {
    const points = [{ date: '1970-01-02', open: '10', high: null, low: '9', close: '11' }];
    expect(toCandles(section({ kind: 'candlestick', y, points }))).toEqual([]);
  });

  it('refuses fewer than four columns', () => {
    expect(() => toCandles(section({ kind: 'candlestick', y: ['open', 'close'] }))).toThrow(
      'open, high, low, close',
    );
  });
});
