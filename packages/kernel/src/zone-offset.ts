const dayMs = 86_400_000;

/** Days whose offset is remembered, which is more than four years and less than 100 kB. */
const rememberedDays = 1_500;

/**
 * How far the clocks of a zone are ahead of UTC at an instant, both in milliseconds, by the zone data that come with Node.
 * Asking Intl takes microseconds, so an offset is asked once a day, and exactly only on the days on which clocks change.
 * @param timezone An IANA name.
 * @throws {RangeError} when Intl does not know it.
 */
export function createZoneOffset(timezone: string): (epochMs: number) => number {
  const ask = createOffsetReader(timezone);
  const atStartOf = new Map<number, number>();

  /** At the start of a day of UTC. */
  function startOffset(day: number): number {
    const known = atStartOf.get(day);
    if (known !== undefined) return known;
    if (atStartOf.size >= rememberedDays) atStartOf.clear();
    const offset = ask(day * dayMs);
    atStartOf.set(day, offset);
    return offset;
  }

  return (epochMs) => {
    const day = Math.floor(epochMs / dayMs);
    const offset = startOffset(day);
    // No zone changes its clocks and takes it back within a day.
    return offset === startOffset(day + 1) ? offset : ask(epochMs);
  };
}

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
