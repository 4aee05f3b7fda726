const hourMs = 3_600_000;
const spanDays = 7;

/** Some days from an instant on: what is asked for in one question. */
export interface ScheduleSpan {
  readonly from: string;
  readonly days: number;
}

/** Whether what is due and what becomes of it changes by itself in a span: it holds the present. */
export function holdsNow({ from, days }: ScheduleSpan, now: number): boolean {
  const start = Date.parse(from);
  return start <= now && now <= start + days * 24 * hourMs;
}

/**
 * The spans that together hold every instant of the dates from `first` to `last`, in whichever zone; they reach beyond them.
 * One answer holds so many entries at most: a week of a policy that runs every quarter of an hour fits into it, a month
 * does not.
 */
export function spansOf(first: string, last: string): readonly ScheduleSpan[] {
  // Dates begin 14 hours before those of UTC at the earliest, and end 12 hours after them at the latest.
  const start = Date.parse(`${first}T00:00:00.000Z`) - 14 * hourMs;
  const end = Date.parse(`${last}T00:00:00.000Z`) + (24 + 12) * hourMs;
  const spanMs = spanDays * 24 * hourMs;
  return Array.from({ length: Math.ceil((end - start) / spanMs) }, (_, index) => ({
    from: new Date(start + index * spanMs).toISOString(),
    days: spanDays,
  }));
}
