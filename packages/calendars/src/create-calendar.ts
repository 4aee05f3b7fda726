import { EngineError, type Instant, toEpochMs, toInstant } from '@daybook/kernel';
import type { CalendarCode } from './calendar-code.ts';
import { type Day, firstDay, lastDate, lastDay, parseDay, toDate, yearOf } from './calendar-date.ts';
import type { CalendarOverrides, MarketOverrides } from './calendar-overrides.ts';
import { toMinutes } from './local-time.ts';
import type { MarketCalendar, Session } from './market-calendar.ts';
import type { MarketRules } from './market-rules.ts';
import { createMarketYears, isTradingDay } from './market-year.ts';
import { marketRules } from './markets/market-rules-table.ts';
import { usualHoursOn } from './usual-hours.ts';
import { createZone } from './zone.ts';

/** Since when the rules were compared with what markets did. */
const knownFrom = '2000-01-01';

const minutesPerDay = 24 * 60;

/**
 * The calendar of a market. Keep it: it remembers the years that it evaluated.
 * @param overrides What a user corrected, of all markets. They are applied to single days after the rules: an early close
 *   on the last session before a holiday does not move when that session is closed.
 */
export function createCalendar(code: CalendarCode, overrides: CalendarOverrides = {}): MarketCalendar {
  const rules = marketRules[code];
  const { closed, open, earlyClose, knownUntil = rules.knownUntil } = overrides[code] ?? noOverrides;
  const zone = createZone(rules.timezone);
  const yearsOf = createMarketYears(rules);
  const openMinutes = (time: string) => toMinutes(time) - (rules.opens === 'day-before' ? minutesPerDay : 0);

  function closureAt(day: Day): string | undefined {
    const date = toDate(day);
    const { closures } = yearsOf(yearOf(day));
    if (closed.has(date)) return closed.get(date);
    if (open.has(date) || isTradingDay(rules, closures, day)) return undefined;
    return closures.get(day) ?? 'weekend';
  }

  function sessionAt(day: Day): Session | undefined {
    if (closureAt(day) !== undefined) return undefined;
    const date = toDate(day);
    const hours = usualHoursOn(rules, date);
    const earlyByRule = open.has(date) ? undefined : yearsOf(yearOf(day)).earlyCloses.get(day);
    const early = earlyClose.get(date) ?? earlyByRule;
    return {
      date,
      open: toInstant(zone.toEpochMs(day, openMinutes(hours.open))),
      close: toInstant(zone.toEpochMs(day, toMinutes(early ?? hours.close))),
      isEarlyClose: early !== undefined,
      isKnown: knownUntil === null || (date >= knownFrom && date <= knownUntil),
    };
  }

  function dayAt(instant: Instant): Day {
    const { day, minutes } = zone.toLocal(toEpochMs(instant));
    const rollsAt =
      rules.opens === 'day-before' ? toMinutes(usualHoursOn(rules, toDate(day)).open) : minutesPerDay;
    return minutes >= rollsAt ? day + 1 : day;
  }

  function firstFrom(start: Day, isWanted: (session: Session) => boolean): Session {
    for (let day = Math.max(start, firstDay); day <= lastDay; day += 1) {
      const session = sessionAt(day);
      if (session !== undefined && isWanted(session)) return session;
    }
    const message = `The calendar ${code} ends on ${lastDate}, and has no session after that; ask for an earlier one.`;
    throw new EngineError('usage.invalid', message);
  }

  return {
    code,
    name: rules.name,
    timezone: rules.timezone,
    usualHours: latestHours(rules),
    knownUntil,
    sessionOn: (date) => sessionAt(parseDay(date)),
    closureOn: (date) => closureAt(parseDay(date)),
    dateAt: (instant) => toDate(dayAt(instant)),
    // Instants are text of one form, so that they compare as text.
    firstCloseAfter: (instant) => firstFrom(dayAt(instant), ({ close }) => close > instant),
    nextSessionAfter: (date) => firstFrom(parseDay(date) + 1, () => true),
    lastCloseAtOrBefore(instant) {
      for (let day = Math.min(dayAt(instant), lastDay); day >= firstDay; day -= 1) {
        const session = sessionAt(day);
        if (session !== undefined && session.close <= instant) return session;
      }
      return undefined;
    },
  };
}

const noOverrides: MarketOverrides = { closed: new Map(), open: new Set(), earlyClose: new Map() };

function latestHours(rules: MarketRules): MarketCalendar['usualHours'] {
  const { open, close } = usualHoursOn(rules, lastDate);
  return { open, close };
}
