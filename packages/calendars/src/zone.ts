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

/** Offsets are remembered for so many days, which is more than four years and less than 100 kB. */
const rememberedDays = 1_500;

/**
 * Reads the zone data that come with Node, through Intl. Asking it takes microseconds, so an offset is asked once a day,
 * and exactly only on the days on which clocks change.
 * @param timezone An IANA name that Intl knows.
 */
export function createZone(timezone: string): Zone {
  const askOffset = createOffsetReader(timezone);
  const atStartOf = new Map<Day, number>();

  function startOffset(day: Day): number {
    const known = atStartOf.get(day);
    if (known !== undefined) return known;
    if (atStartOf.size >= rememberedDays) atStartOf.clear();
    const offset = askOffset(day * dayMs);
    atStartOf.set(day, offset);
    return offset;
  }

  function offsetAt(epochMs: number): number {
    const day = Math.floor(epochMs / dayMs);
    const offset = startOffset(day);
    return offset === startOffset(day + 1) ? offset : askOffset(epochMs);
  }

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

/** How far the clocks of a zone are ahead of UTC at an instant; both in milliseconds. */
function createOffsetReader(timezone: string): (epochMs: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: timezone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (epochMs) => {
    const wholeSecond = Math.floor(epochMs / 1000) * 1000;
    const shown: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
    for (const { type, value } of format.formatToParts(wholeSecond)) shown[type] = Number(value);
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = shown;
    return Date.UTC(year, month - 1, day, hour, minute, second) - wholeSecond;
  };
}
