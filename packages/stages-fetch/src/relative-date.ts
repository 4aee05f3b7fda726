import type { Instant } from '@daybook/kernel';

/** A span of whole days, weeks, months or years, as ISO 8601 writes it: `P30D`, `P2W`, `P6M`, `P1Y`, `P1Y6M`. */
export const durationPattern =
  /^P(?:[1-9]\d{0,3}W|(?=\d)(?:[1-9]\d{0,2}Y)?(?:[1-9]\d{0,3}M)?(?:[1-9]\d{0,4}D)?)$/;

const parts = /^P(?:(\d+)W|(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?)$/;

const DAY_MS = 86_400_000;

/** The UTC calendar day of an instant, `YYYY-MM-DD`. */
export function dayOf(instant: Instant): string {
  return instant.slice(0, 10);
}

/**
 * The day that lies a duration before another. Years and months come first and end at the month's last day where the
 * day does not exist (one month before 31 March is the last of February); days and weeks follow.
 * @throws {RangeError} when the day or the duration is misspelled, or the result lies before the year 1.
 */
export function dayBefore(day: string, duration: string): string {
  const found = durationPattern.test(duration) ? parts.exec(duration) : null;
  if (found === null) throw new RangeError(`not a duration of whole days: ${duration}`);
  const [weeks, years, months, days] = found.slice(1).map((text) => Number(text ?? 0));
  const moved = monthsBefore(day, (years ?? 0) * 12 + (months ?? 0));
  const result = new Date(moved - ((weeks ?? 0) * 7 + (days ?? 0)) * DAY_MS);
  const text = Number.isNaN(result.getTime()) ? '' : result.toISOString().slice(0, 10);
  if (!/^\d{4}-/.test(text) || text < '0001') throw new RangeError(`${duration} before ${day} is no day`);
  return text;
}

function monthsBefore(day: string, months: number): number {
  const year = Number(day.slice(0, 4));
  const month = Number(day.slice(5, 7)) - 1 - months;
  const target = utc(year, month, 1);
  const lastDay = new Date(target);
  lastDay.setUTCMonth(lastDay.getUTCMonth() + 1, 0);
  return target + (Math.min(Number(day.slice(8, 10)), lastDay.getUTCDate()) - 1) * DAY_MS;
}

/** `Date.UTC` moves the years 0 to 99 into the twentieth century; this does not. */
function utc(year: number, month: number, dayOfMonth: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month, dayOfMonth);
  return date.getTime();
}
