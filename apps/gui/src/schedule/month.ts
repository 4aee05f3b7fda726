const dayMs = 86_400_000;

/** The month that an address holds, such as `2026-12`; `null` when there is none or it is no month. */
export function readMonth(search: URLSearchParams): string | null {
  const month = search.get('month');
  return month !== null && /^20\d\d-(0[1-9]|1[0-2])$/.test(month) ? month : null;
}

/** The month so many months later, or earlier when `count` is below zero. */
export function addMonths(month: string, count: number): string {
  const at = new Date(firstDay(month));
  at.setUTCMonth(at.getUTCMonth() + count);
  return at.toISOString().slice(0, 7);
}

/** As people write it: `December 2026`. */
export function nameMonth(month: string): string {
  const format = new Intl.DateTimeFormat('en-US', { month: 'long', year: 'numeric', timeZone: 'UTC' });
  return format.format(firstDay(month));
}

/**
 * The dates of the whole weeks that touch a month, from Monday to Sunday. Dates are counted and not hours, so a day of 23
 * or 25 hours is a day like any other.
 */
export function weeksOf(month: string): readonly (readonly string[])[] {
  const first = firstDay(month);
  const end = firstDay(addMonths(month, 1));
  const weeks: string[][] = [];
  for (let monday = first - daysSinceMonday(first) * dayMs; monday < end; monday += 7 * dayMs) {
    weeks.push(Array.from({ length: 7 }, (_, index) => toDate(monday + index * dayMs)));
  }
  return weeks;
}

function firstDay(month: string): number {
  return Date.parse(`${month}-01T00:00:00.000Z`);
}

function daysSinceMonday(ms: number): number {
  return (new Date(ms).getUTCDay() + 6) % 7;
}

function toDate(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
