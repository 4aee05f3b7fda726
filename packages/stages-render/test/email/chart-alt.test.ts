import type { ChartSection } from '@daybook/kernel';
import { describe, expect, it } from '@jest/globals';
import { chartAlt } from '../../src/email/chart-alt.ts';
import { candlestick, lineChart, sampleBars } from '../sample-model.ts';

const line = (points: ChartSection['points'], change: Partial<ChartSection> = {}): ChartSection => ({
  ...lineChart([]),
  points,
  ...change,
});

describe('the words for a chart', () => {
  it('end with the first and the last value in their own digits', () => {
    const points = [
      { date: '2020-12-02', close: '3.10' },
      { date: '2020-12-01', close: '1234567.000000000000000001' },
      { date: '2020-12-03', close: null },
    ];
    expect(chartAlt(line(points), 'A chart.')).toBe('A chart. first 1234567.000000000000000001, last 3.10.');
  });

  it('give the close of candles', () => {
    const bars = sampleBars(5);
    expect(chartAlt(candlestick(bars), 'Candles.')).toBe(
      `Candles. Close: first ${bars[0]?.close}, last ${bars[4]?.close}.`,
    );
  });

  it('name each line of several', () => {
    const points = [
      { date: '2020-12-01', symbol: 'A', close: '1' },
      { date: '2020-12-01', symbol: 'B', close: '2' },
      { date: '2020-12-02', symbol: 'A', close: '3' },
    ];
    expect(chartAlt(line(points, { series: 'symbol' }), 'Two.')).toBe(
      'Two. A: first 1, last 3; B: first 2, last 2.',
    );
  });

  it('count the lines that they do not list', () => {
    const points = Array.from({ length: 9 }, (_, index) => ({
      date: '2020-12-01',
      symbol: `S${index}`,
      close: '1',
    }));
    const words = chartAlt(line(points, { series: 'symbol' }), 'Many.');
    expect(words).toContain('S5: first 1, last 1; and 3 more lines.');
    expect(words).not.toContain('S6');
  });

  it('are the summary alone when there are no values', () => {
    expect(chartAlt(line([{ date: null, close: '1' }]), 'Nothing.')).toBe('Nothing.');
  });
});
