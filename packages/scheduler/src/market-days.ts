import type { MarketCalendar } from '@daybook/calendars';
import { type Instant, toEpochMs, toInstant } from '@daybook/kernel';
import type { FireTimes } from './fire-times.ts';
import type { MarketDays } from './timing.ts';
import { readZone, toEpochOf, toLocalText, type Zone } from './zone-offset.ts';

/** A market whose sessions count, and the zone whose clocks the timing follows. */
interface Market extends Omit<MarketDays, 'calendar'> {
  readonly calendar: MarketCalendar;
  readonly timezone: string;
}

const dayMs = 86_400_000;

/** Rows of closed days that an expression may meet one after the other; one that only means weekends meets no other days. */
const mostClosures = 60;

/** Applies what a timing says of days on which a market has no session. */
export function onMarketDays(times: FireTimes, market: Market): FireTimes {
  return market.closed === 'skip' ? skipping(times, market) : moving(times, market);
}

/** Every fire time stays what it is; those on closed days are known as such. */
function skipping(times: FireTimes, { calendar }: Market): FireTimes {
  const marketZone = readZone(calendar.timezone);
  const isClosed = (at: Instant): boolean => calendar.sessionOn(calendar.dateAt(at)) === undefined;

  /** Of a row of closed days only the first fire time is looked at: there may be one every minute. */
  function openAfter(from: Instant): Instant | undefined {
    let at = times.after(from);
    for (let tries = 0; at !== undefined && isClosed(at); tries += 1) {
      if (tries === mostClosures) return undefined;
      const { date } = calendar.nextSessionAfter(calendar.dateAt(at));
      at = times.after(toInstant(toEpochOf(marketZone, dateMs(date)) - 1000));
    }
    return at;
  }

  return {
    after: times.after,
    isClosed,
    openAfter,
    describe: (at) => (isClosed(at) ? { ...times.describe(at), note: 'market_closed' } : times.describe(at)),
  };
}

/**
 * What is due on a closed day moves to the same time of the next day with a session; those that meet there are one. The
 * fire times of a day with a session are thus its own, and those that a row of closed days before it left behind.
 */
function moving(times: FireTimes, { calendar, timezone }: Market): FireTimes {
  const zone = readZone(timezone);
  const marketZone = readZone(calendar.timezone);

  /** The first fire time on a date of the market that comes after an instant; `undefined` when there is none. */
  function firstOn(date: string, after: number): number | undefined {
    const start = toEpochOf(marketZone, dateMs(date));
    const end = toEpochOf(marketZone, dateMs(date) + dayMs);
    // Fire times are whole seconds, and the one at midnight belongs to the day.
    const at = times.after(toInstant(Math.max(after, start - 1000)));
    return at !== undefined && toEpochMs(at) < end ? toEpochMs(at) : undefined;
  }

  /** The first fire time of a session's day after an instant, its own or one that moved there. */
  function firstOfSession(date: string, after: number): number | undefined {
    const found: number[] = [];
    const own = firstOn(date, after);
    if (own !== undefined) found.push(own);
    for (const closed of closedBefore(date)) {
      const days = Math.round((dateMs(date) - dateMs(closed)) / dayMs);
      // Near a change of the clocks the same time is up to some hours nearer or further.
      let from = after - days * dayMs - 4 * 3_600_000;
      for (let at = firstOn(closed, from); at !== undefined; at = firstOn(closed, from)) {
        const moved = moveBy(zone, at, days);
        if (moved > after) {
          found.push(moved);
          break;
        }
        from = at;
      }
    }
    return found.length === 0 ? undefined : Math.min(...found);
  }

  /** The closed days that follow each other right before a session. */
  function closedBefore(date: string): readonly string[] {
    const dates: string[] = [];
    for (let ms = dateMs(date) - dayMs; calendar.sessionOn(toDate(ms)) === undefined; ms -= dayMs) {
      dates.push(toDate(ms));
    }
    return dates;
  }

  /** The first session on a date or after it. */
  function sessionFrom(date: string): string {
    return calendar.sessionOn(date)?.date ?? calendar.nextSessionAfter(date).date;
  }

  function after(from: Instant): Instant | undefined {
    const fromMs = toEpochMs(from);
    // Clocks of another zone may change in between, and carry a time that moved past the midnight of the market.
    const leftBehind = firstOfSession(sessionFrom(toDate(dateMs(calendar.dateAt(from)) - dayMs)), fromMs);
    let session = sessionFrom(calendar.dateAt(from));
    while (true) {
      const found = firstOfSession(session, fromMs);
      if (found !== undefined) return toInstant(Math.min(found, leftBehind ?? found));
      if (leftBehind !== undefined) return toInstant(leftBehind);
      // Nothing is due before the next fire time, whichever session that belongs to.
      const end = toEpochOf(marketZone, dateMs(session) + dayMs);
      const next = times.after(toInstant(Math.max(fromMs, end - 1000)));
      if (next === undefined) return undefined;
      session = sessionFrom(calendar.dateAt(next));
    }
  }

  return {
    after,
    openAfter: after,
    isClosed: () => false,
    describe(at) {
      const own = times.after(toInstant(toEpochMs(at) - 1000)) === at;
      const isOpen = calendar.sessionOn(calendar.dateAt(at)) !== undefined;
      if (own && isOpen) return times.describe(at);
      return { at, local: toLocalText(zone, toEpochMs(at)), note: 'moved' };
    },
  };
}

/** The same time of the day so many days later. */
function moveBy(zone: Zone, epochMs: number, days: number): number {
  return toEpochOf(zone, epochMs + zone.offsetAt(epochMs) + days * dayMs);
}

const dateMs = (date: string) => Date.parse(`${date}T00:00:00Z`);
const toDate = (ms: number) => new Date(ms).toISOString().slice(0, 10);
