import type { ChartSection } from '@daybook/kernel';

/** A place on the horizontal axis: days since 1970-01-01 in UTC, with a fraction for instants. */
export type AxisDay = number;

export interface Candle {
  readonly day: AxisDay;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
}

export interface LinePoint {
  readonly day: AxisDay;
  /** `null` leaves a gap. */
  readonly value: number | null;
  /** Index into the names of the series. */
  readonly series: number;
}

export interface LinePoints {
  readonly names: readonly string[];
  readonly points: readonly LinePoint[];
}

type Point = ChartSection['points'][number];

const MS_PER_DAY = 86_400_000;
const dateOrInstant = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z)?$/;

/** The bars of a candlestick chart by date; a bar that lacks one of its four prices is left out, as a gap. */
export function toCandles(section: ChartSection): readonly Candle[] {
  const [open, high, low, close] = section.y;
  if (open === undefined || high === undefined || low === undefined || close === undefined) {
    throw new RangeError(`a candlestick needs four columns in "y": open, high, low, close`);
  }
  const candles: Candle[] = [];
  for (const point of section.points) {
    const day = toAxisDay(point, section.x);
    const prices = [open, high, low, close].map((column) => toDrawnNumber(point, column));
    const [first, highest, lowest, last] = prices;
    if (day === null || first == null || highest == null || lowest == null || last == null) continue;
    candles.push({ day, open: first, high: highest, low: lowest, close: last });
  }
  return candles.sort((a, b) => a.day - b.day);
}

/** The lines of a line chart: one a column, or one a value of the `series` column, in order of appearance. */
export function toLinePoints(section: ChartSection): LinePoints {
  const names = new Map<string, number>();
  const points: LinePoint[] = [];
  for (const point of section.points) {
    const day = toAxisDay(point, section.x);
    if (day === null) continue;
    for (const column of section.y) {
      const name = lineName(section, point, column);
      const index = names.get(name) ?? names.size;
      names.set(name, index);
      points.push({ day, value: toDrawnNumber(point, column), series: index });
    }
  }
  return { names: [...names.keys()], points: points.sort((a, b) => a.day - b.day) };
}

/** The line that a value of a point belongs to. */
export function lineName({ series, y }: ChartSection, point: Point, column: string): string {
  if (series === undefined) return column;
  const value = point[series] ?? '–';
  return y.length === 1 ? value : `${value}, ${column}`;
}

function toAxisDay(point: Point, column: string): AxisDay | null {
  const text = point[column] ?? null;
  if (text === null) return null;
  const milliseconds = dateOrInstant.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(milliseconds)) {
    throw new RangeError(`"${text.slice(0, 40)}" in column "${column}" is neither a date nor an instant`);
  }
  return milliseconds / MS_PER_DAY;
}

/** Drawing is the only place where a decimal becomes a float. */
function toDrawnNumber(point: Point, column: string): number | null {
  const text = point[column] ?? null;
  if (text === null) return null;
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(value))
    throw new RangeError(`"${text.slice(0, 40)}" in column "${column}" is no number`);
  return value;
}
