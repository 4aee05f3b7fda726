import { EngineError } from '@daybook/kernel';

const dayMs = 86_400_000;

/** In the order of `Date.prototype.getUTCDay`. */
const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;

export type Weekday = (typeof weekdays)[number];

/**
 * A date without a time, counted in days since 1970-01-01: rules add and compare days, and text is for those who ask.
 */
export type Day = number;

/** The dates that calendars answer for. Outside them the Gregorian rules say nothing about markets. */
const firstDate = '1970-01-01';
export const lastDate = '2199-12-31';
export const firstDay = toDay(firstDate);
export const lastDay = toDay(lastDate);

/** `YYYY-MM-DD`, which must be a real date, as a day. */
export function toDay(date: string): Day {
  return Date.parse(date) / dayMs;
}

/** A day as `YYYY-MM-DD`. */
export function toDate(day: Day): string {
  return new Date(day * dayMs).toISOString().slice(0, 10);
}

/** Months count from 1. A day of the month beyond its end is one of the next month. */
export function dayOf(year: number, month: number, dayOfMonth: number): Day {
  return Date.UTC(year, month - 1, dayOfMonth) / dayMs;
}

export function yearOf(day: Day): number {
  return new Date(day * dayMs).getUTCFullYear();
}

export function weekdayOf(day: Day): Weekday {
  // 1970-01-01 was a Thursday.
  return weekdays[(((day + 4) % 7) + 7) % 7] ?? 'sunday';
}

export function isWeekend(day: Day): boolean {
  const weekday = weekdayOf(day);
  return weekday === 'saturday' || weekday === 'sunday';
}

/** Whether a text is a real date between {@link firstDate} and {@link lastDate}, such as `2024-02-29`. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text) || text < firstDate || text > lastDate) return false;
  const milliseconds = Date.parse(text);
  return !Number.isNaN(milliseconds) && toDate(milliseconds / dayMs) === text;
}

/** @throws {EngineError} `usage.invalid` when the text is no date that a calendar answers for. */
export function parseDay(text: string): Day {
  if (isDate(text)) return toDay(text);
  throw new EngineError('usage.invalid', `"${text}" is no date; write ${dateForm}.`);
}

/** What to write instead of something that is no date. */
export const dateForm = `a real day from ${firstDate} to ${lastDate} as YYYY-MM-DD`;
