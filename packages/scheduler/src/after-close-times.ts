import type { Calendars } from '@daybook/calendars';
import { EngineError, type Instant, toEpochMs, toInstant } from '@daybook/kernel';
import type { FireTimes } from './fire-times.ts';
import type { AfterCloseTiming } from './timing.ts';
import { readZone, toLocalText } from './zone-offset.ts';

/**
 * So long after each close of a market.
 * @throws EngineError `usage.invalid` when the zone or the duration can't be used.
 */
export function createAfterCloseTimes(
  { afterClose, timezone }: AfterCloseTiming,
  calendars: Calendars,
): FireTimes {
  const zone = readZone(timezone);
  const delayMs = readDelay(afterClose.delay);
  const calendar = calendars(afterClose.calendar);
  const after = (from: Instant): Instant =>
    later(calendar.firstCloseAfter(later(from, -delayMs)).close, delayMs);
  return {
    after,
    openAfter: after,
    isClosed: () => false,
    describe: (at) => ({ at, local: toLocalText(zone, toEpochMs(at)) }),
  };
}

function later(at: Instant, ms: number): Instant {
  return toInstant(toEpochMs(at) + ms);
}

/** A duration of hours and minutes, in milliseconds. */
function readDelay(text: string): number {
  const found = /^PT(?:(\d{1,2})H)?(?:(\d{1,2})M)?$/.exec(text);
  if (found === null || text === 'PT') {
    throw new EngineError(
      'usage.invalid',
      `"${text.slice(0, 64)}" is no duration below a day; write one such as "PT30M".`,
    );
  }
  const [, hours = '0', minutes = '0'] = found;
  return (Number(hours) * 60 + Number(minutes)) * 60_000;
}
