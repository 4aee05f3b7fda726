/** What a local clock shows in one minute, and the instant of that minute. */
export interface Minute {
  readonly epochMs: number;
  /** The time shown, as the milliseconds that it would be in UTC. */
  readonly wall: number;
}

const minuteMs = 60_000;
const dayMs = 86_400_000;

/** Every minute of a stretch of time, as a zone's clocks show it. */
export function minutesOf(timezone: string, fromMs: number, untilMs: number): readonly Minute[] {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone: timezone,
    dateStyle: 'short',
    timeStyle: 'medium',
  });
  const minutes: Minute[] = [];
  for (let epochMs = fromMs; epochMs <= untilMs; epochMs += minuteMs) {
    minutes.push({ epochMs, wall: Date.parse(`${format.format(epochMs).replace(' ', 'T')}Z`) });
  }
  return minutes;
}

/** A pattern that a test made: its text, and what the text means. */
export interface Pattern {
  readonly isInterval: boolean;
  matches(wall: number): boolean;
}

/** The fire times that the rules give, found by looking at every minute. */
export function expectedFires(
  minutes: readonly Minute[],
  { isInterval, matches }: Pattern,
): readonly string[] {
  const seen = new Set<number>();
  const fires: string[] = [];
  let last: number | undefined;
  for (const { epochMs, wall } of minutes) {
    const repeated = seen.has(wall);
    const due = matches(wall) && (isInterval || !repeated);
    const swallowed = !isInterval && last !== undefined && anyBetween(last, wall, matches);
    if (due || swallowed) {
      const note = due ? (repeated ? ' repeated' : '') : ' shifted';
      fires.push(`${new Date(epochMs).toISOString()}${note}`);
    }
    seen.add(wall);
    last = wall;
  }
  return fires;
}

/** Whether a match lies between two times that follow each other, on a day that is not missing as a whole. */
function anyBetween(last: number, next: number, matches: Pattern['matches']): boolean {
  for (let wall = last + minuteMs; wall < next; wall += minuteMs) {
    const midnight = wall - (wall % dayMs);
    const wholeDay = midnight > last && midnight + dayMs <= next;
    if (!wholeDay && matches(wall)) return true;
  }
  return false;
}
