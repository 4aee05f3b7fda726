import type { ChartSection } from '@daybook/kernel';
import { candlestickSpec } from './candlestick-spec.ts';
import type { ChartDrawing, LegendEntry } from './chart-drawing.ts';
import { toCandles, toLinePoints } from './chart-points.ts';
import { chartSize, fallingColour, risingColour } from './chart-theme.ts';
import { drawSpec } from './draw-spec.ts';
import { lineSpec, lineStyle } from './line-spec.ts';

/** Draws charts, and remembers what it drew as long as the section lives. */
export interface ChartDrawer {
  /**
   * The picture of a chart; `undefined` when it has no points.
   * @throws {Error} naming the chart, when a value cannot be drawn.
   */
  draw(section: ChartSection): Promise<ChartDrawing | undefined>;
}

/** One drawer shared by several renderers draws each chart once. */
export function createChartDrawer(): ChartDrawer {
  const drawn = new WeakMap<ChartSection, Promise<ChartDrawing | undefined>>();
  return {
    draw(section) {
      const known = drawn.get(section);
      if (known !== undefined) return known;
      const drawing = drawChart(section);
      drawn.set(section, drawing);
      return drawing;
    },
  };
}

async function drawChart(section: ChartSection): Promise<ChartDrawing | undefined> {
  try {
    return await (section.kind === 'candlestick' ? drawCandles(section) : drawLines(section));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`chart "${section.title}": ${reason}`, { cause });
  }
}

async function drawCandles(section: ChartSection): Promise<ChartDrawing | undefined> {
  const candles = toCandles(section);
  const spec = candlestickSpec(candles);
  if (spec === undefined) return undefined;
  const solid = [1, 0];
  const legend: LegendEntry[] = [
    { name: 'Closed higher', mark: 'hollow', colour: risingColour.light, dash: solid },
    { name: 'Closed lower', mark: 'filled', colour: fallingColour.light, dash: solid },
  ];
  const summary = `Candlestick chart: ${section.title}, ${candles.length} bars${between(section)}.`;
  return { svg: await drawSpec(spec), ...chartSize, legend, summary };
}

async function drawLines(section: ChartSection): Promise<ChartDrawing | undefined> {
  const lines = toLinePoints(section);
  const spec = lineSpec(lines);
  if (spec === undefined) return undefined;
  const legend: LegendEntry[] = lines.names.map((name, index) => ({
    name,
    mark: 'line',
    ...lineStyle(index),
  }));
  const summary = `Line chart: ${section.title}, ${section.points.length} points${between(section)}.`;
  return { svg: await drawSpec(spec), ...chartSize, legend: legend.length > 1 ? legend : [], summary };
}

function between({ points, x }: ChartSection): string {
  // Dates and instants sort as text.
  const places = points.flatMap((point) => point[x] ?? []).sort();
  return places.length === 0 ? '' : ` from ${places[0]} to ${places.at(-1)}`;
}
