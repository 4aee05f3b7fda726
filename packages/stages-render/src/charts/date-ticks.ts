import type { AxisDay } from './chart-points.ts';

/** A labelled place on the date axis. */
export interface DateTick {
  readonly at: AxisDay;
  /** One or two lines; the second tells the year, or the day, where it changes. */
  readonly label: readonly string[];
}

const MAX_TICKS = 8;
/** A year alone is a short label. */
const MAX_YEARS = 11;
const MS_PER_DAY = 86_400_000;
/** 1970-01-05 was a Monday: weekly ticks stand on Mondays. */
const FIRST_MONDAY = 4;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Evenly spaced calendar dates for an axis from one day to another: years, months, days or hours. */
export function dateTicks(from: AxisDay, to: AxisDay): readonly DateTick[] {
  for (const days of [1 / 24, 1 / 12, 1 / 8, 1 / 4, 1 / 2]) {
    const places = everyDays(from, to, days, 0);
    if (to - from < 3 && places.length <= MAX_TICKS) return label(places, timeOfDay, dayAndYear);
  }
  for (const [days, offset] of [
    [1, 0],
    [2, 0],
    [7, FIRST_MONDAY],
    [14, FIRST_MONDAY],
  ] as const) {
    const places = everyDays(from, to, days, offset);
    if (places.length > 0 && places.length <= MAX_TICKS) return label(places, dayAndMonth, yearOf);
  }
  for (const step of [1, 2, 3, 6]) {
    const places = everyMonths(from, to, step);
    if (places.length > 0 && places.length <= MAX_TICKS) return label(places, monthOf, yearOf);
  }
  let years = 1;
  while (everyMonths(from, to, 12 * years).length > MAX_YEARS) years = nextYears(years);
  return label(everyMonths(from, to, 12 * years), yearOf, () => '');
}

/** 1, 2, 5, 10, 20, 50, … */
function nextYears(years: number): number {
  return String(years).startsWith('2') ? years * 2.5 : years * 2;
}

function everyDays(from: AxisDay, to: AxisDay, step: number, offset: number): AxisDay[] {
  const places: AxisDay[] = [];
  const last = Math.floor((to - offset) / step);
  for (
    let count = Math.ceil((from - offset) / step);
    count <= last && places.length <= MAX_TICKS;
    count += 1
  ) {
    places.push(offset + count * step);
  }
  return places;
}

function everyMonths(from: AxisDay, to: AxisDay, step: number): AxisDay[] {
  const start = toDate(from);
  const places: AxisDay[] = [];
  let month = Math.floor((start.getUTCFullYear() * 12 + start.getUTCMonth()) / step) * step;
  for (; places.length <= MAX_YEARS; month += step) {
    const at = Date.UTC(Math.floor(month / 12), month % 12, 1) / MS_PER_DAY;
    if (at > to) break;
    if (at >= from) places.push(at);
  }
  return places;
}

function label(
  places: readonly AxisDay[],
  first: (date: Date) => string,
  second: (date: Date) => string,
): readonly DateTick[] {
  let before = '';
  return places.map((at) => {
    const date = toDate(at);
    const context = second(date);
    const lines = context === before || context === '' ? [first(date)] : [first(date), context];
    before = context;
    return { at, label: lines };
  });
}

const toDate = (day: AxisDay) => new Date(Math.round(day * MS_PER_DAY));
const yearOf = (date: Date) => String(date.getUTCFullYear());
const monthOf = (date: Date) => months[date.getUTCMonth()] ?? '';
const dayAndMonth = (date: Date) => `${date.getUTCDate()} ${monthOf(date)}`;
const dayAndYear = (date: Date) => `${dayAndMonth(date)} ${yearOf(date)}`;
const timeOfDay = (date: Date) => date.toISOString().slice(11, 16);
