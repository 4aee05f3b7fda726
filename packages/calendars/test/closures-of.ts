import type { MarketCalendar } from '@daybook/calendars';

const dayMs = 86_400_000;

/** Every date from the first to the last. */
export function datesBetween(first: string, last: string): readonly string[] {
  const count = (Date.parse(last) - Date.parse(first)) / dayMs + 1;
  return Array.from({ length: count }, (_, index) =>
    new Date(Date.parse(first) + index * dayMs).toISOString().slice(0, 10),
  );
}

function datesOf(year: number): readonly string[] {
  return datesBetween(`${year}-01-01`, `${year}-12-31`);
}

/** The closed weekdays of a year, as `MM-DD why`. */
export function closuresOf({ closureOn }: MarketCalendar, year: number): readonly string[] {
  return datesOf(year)
    .filter((date) => ![undefined, 'weekend'].includes(closureOn(date)))
    .map((date) => `${date.slice(5)} ${closureOn(date)}`);
}

/** The half days of a year, as `MM-DD HH:MM` in the market's zone. */
export function earlyClosesOf({ sessionOn, timezone }: MarketCalendar, year: number): readonly string[] {
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone: timezone, hour: '2-digit', minute: '2-digit' });
  return datesOf(year).flatMap((date) => {
    const session = sessionOn(date);
    return session?.isEarlyClose ? [`${date.slice(5)} ${clock.format(Date.parse(session.close))}`] : [];
  });
}
