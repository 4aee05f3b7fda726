import { type Instant, toInstant } from '@daybook/kernel';
import { readZone, toEpochOf } from './zone-offset.ts';

const dayMs = 86_400_000;

/**
 * A date, `YYYY-MM-DD`, as a zone's clocks know it: from its first instant up to, and not with, that of the next date.
 * @throws EngineError `usage.invalid` when there is no such zone.
 */
export function localDay(date: string, timezone: string): { readonly start: Instant; readonly end: Instant } {
  const zone = readZone(timezone);
  const midnight = Date.parse(`${date}T00:00:00Z`);
  return {
    start: toInstant(toEpochOf(zone, midnight)),
    end: toInstant(toEpochOf(zone, midnight + dayMs)),
  };
}
