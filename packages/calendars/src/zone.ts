import { createZoneOffset } from '@daybook/kernel';
import type { Day } from './calendar-date.ts';

const minuteMs = 60_000;
const dayMs = 86_400_000;

/** Converts between instants, in milliseconds since 1970-01-01T00:00:00Z, and what the clocks of a zone show. */
export interface Zone {
  /**
   * The instant at which the clocks show a time, in minutes since the midnight that begins a day; minutes beyond the day
   * are those of the next one. A time that is shown twice means the first; one that is skipped means as long after the
   * change as it would have been after the last shown minute.
   */
  toEpochMs(day: Day, minutes: number): number;
  /** What the clocks show at an instant. */
  toLocal(epochMs: number): { readonly day: Day; readonly minutes: number };
}

/**
 * Reads the clocks of a zone.
 * @param timezone An IANA name that Intl knows.
 */
export function createZone(timezone: string): Zone {
  const offsetAt = createZoneOffset(timezone);
  return {
    toEpochMs(day, minutes) {
      const wallMs = day * dayMs + minutes * minuteMs;
      // The offset of the day before is the one that holds until a change; the first pass of a repeated time has it.
      const before = wallMs - offsetAt(wallMs - dayMs);
      if (before + offsetAt(before) === wallMs) return before;
      const after = wallMs - offsetAt(wallMs + dayMs);
      return after + offsetAt(after) === wallMs ? after : before;
    },
    toLocal(epochMs) {
      const wallMs = epochMs + offsetAt(epochMs);
      const day = Math.floor(wallMs / dayMs);
      return { day, minutes: Math.floor((wallMs - day * dayMs) / minuteMs) };
    },
  };
}
