import { type Instant, toEpochMs, toInstant } from '@daybook/kernel';
import { sampleFacts } from './facts.ts';

const DAY_MS = 86_400_000;

/** Days of the year, `MM-DD`, on which the invented exchange stays closed. A closed weekend day is not made up for. */
const closedDays: ReadonlySet<string> = new Set(['01-01', '05-01', '12-25', '12-26']);

/** Every session that was over at an instant, `YYYY-MM-DD`, oldest first. A later instant only appends. */
export function sessionsUpTo(asOf: Instant): readonly string[] {
  const sessions: string[] = [];
  for (let time = Date.parse(sampleFacts.firstSession); ; time += DAY_MS) {
    const day = toInstant(time).slice(0, 10);
    if (closeOf(day) > toEpochMs(asOf)) return sessions;
    if (isSession(day, time)) sessions.push(day);
  }
}

/** The first session on or after a day. */
export function sessionFrom(day: string): string {
  for (let time = Date.parse(day); ; time += DAY_MS) {
    const candidate = toInstant(time).slice(0, 10);
    if (isSession(candidate, time)) return candidate;
  }
}

function isSession(day: string, time: number): boolean {
  const weekday = new Date(time).getUTCDay();
  return weekday !== 0 && weekday !== 6 && !closedDays.has(day.slice(5));
}

function closeOf(day: string): number {
  return Date.parse(`${day}T${sampleFacts.sessionClose}`);
}
