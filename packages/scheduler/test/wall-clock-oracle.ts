import type { RandomPattern } from './random-pattern.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** The fire times that the rules give, found by looking at clocks. */
export interface WallClockOracle {
  /** At most `count` fire times after `fromMs` and not after `untilMs`, each with its note. */
  after(
    pattern: RandomPattern,
    window: { readonly fromMs: number; readonly untilMs: number; readonly count: number },
  ): readonly string[];
}

/**
 * Reads the rules without croner: every minute is looked at near a change of the clocks, and on other days the written
 * times are those that the clocks show. A stretch is a day of UTC.
 */
export function createWallClockOracle(timezone: string): WallClockOracle {
  const clock = createClock(timezone);
  const minutes = new Map<number, readonly Minute[]>();

  /** The minutes of a stretch and of the day before it, which decides what is repeated. */
  function minutesOf(startMs: number): readonly Minute[] {
    const known = minutes.get(startMs);
    if (known !== undefined) return known;
    const list: Minute[] = [];
    for (let hour = startMs - 2 * dayMs; hour < startMs + dayMs; hour += hourMs) {
      const isQuiet = !clock.changesBetween(hour, hour + hourMs);
      const offset = clock.wallAt(hour) - hour;
      for (let epochMs = hour; epochMs < hour + hourMs; epochMs += minuteMs) {
        list.push({ epochMs, wall: isQuiet ? epochMs + offset : clock.wallAt(epochMs) });
      }
    }
    minutes.set(startMs, list);
    return list;
  }

  function firesOf(pattern: RandomPattern, startMs: number): readonly string[] {
    if (clock.changesBetween(startMs - 2 * dayMs, startMs + dayMs)) {
      return minuteByMinute(minutesOf(startMs), pattern, startMs);
    }
    const offset = clock.wallAt(startMs) - startMs;
    const midnights = new Set([startMs + offset, startMs + dayMs + offset - minuteMs].map(midnightOf));
    return [...midnights]
      .filter((midnight) => pattern.holdsOn(midnight))
      .flatMap((midnight) => pattern.minutesOfDay.map((minute) => midnight + minute * minuteMs - offset))
      .filter((epochMs) => epochMs >= startMs && epochMs < startMs + dayMs)
      .map((epochMs) => new Date(epochMs).toISOString());
  }

  return {
    after(pattern, { fromMs, untilMs, count }) {
      const [from, until] = [new Date(fromMs).toISOString(), new Date(untilMs).toISOString()];
      const fires: string[] = [];
      for (let startMs = midnightOf(fromMs); startMs <= untilMs && fires.length < count; startMs += dayMs) {
        const due = firesOf(pattern, startMs).filter((text) => {
          const at = text.slice(0, from.length);
          return at > from && at <= until;
        });
        fires.push(...due);
      }
      return fires.slice(0, count);
    },
  };
}

/** What a local clock shows in one minute, and the instant of that minute. */
interface Minute {
  readonly epochMs: number;
  /** The time shown, as the milliseconds that it would be in UTC. */
  readonly wall: number;
}

function minuteByMinute(
  minutes: readonly Minute[],
  { isInterval, matches }: RandomPattern,
  startMs: number,
): readonly string[] {
  const seen = new Set<number>();
  const fires: string[] = [];
  let last: number | undefined;
  for (const { epochMs, wall } of minutes) {
    if (epochMs >= startMs) {
      const repeated = seen.has(wall);
      const due = matches(wall) && (isInterval || !repeated);
      const swallowed = !isInterval && last !== undefined && anyBetween(last, wall, matches);
      if (due || swallowed) {
        const note = due ? (repeated ? ' repeated' : '') : ' shifted';
        fires.push(`${new Date(epochMs).toISOString()}${note}`);
      }
    }
    seen.add(wall);
    last = wall;
  }
  return fires;
}

/** Whether a match lies between two times that follow each other, on a day that is not missing as a whole. */
function anyBetween(last: number, next: number, matches: RandomPattern['matches']): boolean {
  for (let wall = last + minuteMs; wall < next; wall += minuteMs) {
    const midnight = midnightOf(wall);
    const wholeDay = midnight > last && midnight + dayMs <= next;
    if (!wholeDay && matches(wall)) return true;
  }
  return false;
}

const midnightOf = (ms: number) => Math.floor(ms / dayMs) * dayMs;

interface Clock {
  wallAt(epochMs: number): number;
  /** Whether the clocks are changed in a stretch of whole hours. */
  changesBetween(fromMs: number, untilMs: number): boolean;
}

function createClock(timezone: string): Clock {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone: timezone,
    dateStyle: 'short',
    timeStyle: 'medium',
  });
  const wallAt = (epochMs: number) => Date.parse(`${format.format(epochMs).replace(' ', 'T')}Z`);
  const offsets = new Map<number, number>();

  function offsetOfHour(epochMs: number): number {
    const known = offsets.get(epochMs);
    if (known !== undefined) return known;
    const offset = wallAt(epochMs) - epochMs;
    offsets.set(epochMs, offset);
    return offset;
  }

  return {
    wallAt,
    changesBetween(fromMs, untilMs) {
      const first = offsetOfHour(fromMs);
      // No zone changes its clocks and takes it back within so few hours.
      for (let at = fromMs + 6 * hourMs; at < untilMs; at += 6 * hourMs) {
        if (offsetOfHour(at) !== first) return true;
      }
      return offsetOfHour(untilMs) !== first;
    },
  };
}

/** The hours of a year in which a zone changes its clocks, as instants. */
export function changesOfYear(timezone: string, year: number): readonly number[] {
  const clock = createClock(timezone);
  const changes: number[] = [];
  for (let at = Date.UTC(year, 0, 1); at < Date.UTC(year + 1, 0, 1); at += 2 * dayMs) {
    if (!clock.changesBetween(at, at + 2 * dayMs)) continue;
    for (let hour = at; hour < at + 2 * dayMs; hour += hourMs) {
      if (clock.wallAt(hour + hourMs) - clock.wallAt(hour) !== hourMs) changes.push(hour + hourMs);
    }
  }
  return changes;
}
