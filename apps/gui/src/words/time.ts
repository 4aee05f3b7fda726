const dayMs = 86_400_000;
const hourMs = 3_600_000;
const minuteMs = 60_000;

/** An instant as a person in `zone` writes it: `Fri 6 Mar 2026, 16:30`; in UTC when the zone is unknown here. */
export function formatInstant(at: string, zone: string): string {
  const parts = readParts(at, zone);
  return `${formatDate(parts)}, ${parts.get('hour')}:${parts.get('minute')}`;
}

/** The day alone: `Fri 6 Mar 2026`. */
export function formatDay(at: string, zone: string): string {
  return formatDate(readParts(at, zone));
}

/** The same instant in UTC, to the second: `2026-03-06 21:30:00 UTC`. */
export function formatUtc(at: string): string {
  return `${at.slice(0, 10)} ${at.slice(11, 19)} UTC`;
}

/** How far away it is: `in 3 h`, `5 min ago`, `now` below half a minute. */
export function formatRelative(at: string, now: number): string {
  const ms = Date.parse(at) - now;
  const size = Math.abs(ms);
  if (size < minuteMs / 2) return 'now';
  const amount = toAmount(size);
  return ms > 0 ? `in ${amount}` : `${amount} ago`;
}

/** The zone that the browser is set to. */
export function ownZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function toAmount(ms: number): string {
  if (ms < hourMs - minuteMs / 2) return `${Math.max(1, Math.round(ms / minuteMs))} min`;
  if (ms < dayMs - hourMs / 2) return `${Math.max(1, Math.round(ms / hourMs))} h`;
  const days = Math.max(1, Math.round(ms / dayMs));
  return days === 1 ? '1 day' : `${days} days`;
}

function formatDate(parts: ReadonlyMap<string, string>): string {
  return `${parts.get('weekday')} ${parts.get('day')} ${parts.get('month')} ${parts.get('year')}`;
}

function readParts(at: string, zone: string): ReadonlyMap<string, string> {
  const parts = formatterOf(zone).formatToParts(new Date(at));
  return new Map(parts.map(({ type, value }) => [type, value]));
}

function formatterOf(zone: string): Intl.DateTimeFormat {
  const options: Intl.DateTimeFormatOptions = {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  };
  try {
    return new Intl.DateTimeFormat('en-US', { ...options, timeZone: zone });
  } catch {
    // A zone that this browser does not know: UTC is never wrong, and the caller shows the zone's name.
    return new Intl.DateTimeFormat('en-US', { ...options, timeZone: 'UTC' });
  }
}
