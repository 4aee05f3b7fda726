import type { TopLevelSpec } from 'vega-lite';
import { chartFrame } from './chart-frame.ts';
import type { Candle } from './chart-points.ts';
import { fallingColour, risingColour } from './chart-theme.ts';

const rising = risingColour.light;
const falling = fallingColour.light;

/** Hollow bodies where the price rose, filled ones where it fell; wicks stop at the body, so hollow stays hollow. */
export function candlestickSpec(candles: readonly Candle[]): TopLevelSpec | undefined {
  const first = candles[0];
  const last = candles.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const spacing = narrowestGap(candles);
  const { settings, x, y, unitsPerDay } = chartFrame({
    days: [first.day, last.day],
    margin: spacing * 0.75,
    values: candles.flatMap(({ high, low }) => [high, low]),
  });
  const bodyWidth = Math.min(14, Math.max(0.6, unitsPerDay * spacing * 0.68));
  const outline = bodyWidth < 3 ? 0.5 : 1.2;
  const wick = { type: 'rule', strokeWidth: outline } as const;
  const stroke = {
    field: 'rises',
    type: 'nominal',
    scale: { domain: [true, false], range: [rising, falling] },
    legend: null,
  } as const;
  return {
    ...settings,
    data: { values: candles.map(toMark) },
    encoding: { x },
    layer: [
      { mark: wick, encoding: { y: { field: 'high', ...y }, y2: { field: 'top' }, stroke } },
      { mark: wick, encoding: { y: { field: 'low', ...y }, y2: { field: 'bottom' }, stroke } },
      {
        mark: { type: 'bar', width: bodyWidth, strokeWidth: outline },
        encoding: {
          y: { field: 'top', ...y },
          y2: { field: 'bottom' },
          stroke,
          fill: { ...stroke, scale: { domain: [true, false], range: ['transparent', falling] } },
        },
      },
    ],
  };
}

function toMark({ day, open, high, low, close }: Candle) {
  return { day, high, low, top: Math.max(open, close), bottom: Math.min(open, close), rises: close >= open };
}

function narrowestGap(candles: readonly Candle[]): number {
  let narrowest = Number.POSITIVE_INFINITY;
  let before: number | undefined;
  for (const { day } of candles) {
    if (before !== undefined && day > before) narrowest = Math.min(narrowest, day - before);
    before = day;
  }
  return Number.isFinite(narrowest) ? narrowest : 1;
}
