import type { MarketDays, Timing } from '@daybook/scheduler';
import { z } from 'zod';

/** By its form alone: the document was validated before it was stored, and this package does not know the markets. */
const mic = z.string().transform((text) => text as MarketDays['calendar']);

/** What a trigger says of time; other parts of it are left out. */
const storedTiming = z.union([
  z.object({
    cron: z.string(),
    timezone: z.string(),
    day_match: z.enum(['any', 'all']).nullish(),
    calendar: z.object({ mic, closed: z.enum(['skip', 'next_open']).default('skip') }).optional(),
  }),
  z.object({ timezone: z.string(), calendar: z.object({ mic, after_close: z.string() }) }),
]);

/** The part of a stored trigger that `schedules.timing` holds, as text; `undefined` where it says nothing of time. */
export function toTimingText(trigger: unknown): string | undefined {
  const found = storedTiming.safeParse(trigger);
  return found.success ? JSON.stringify(found.data) : undefined;
}

/** The timing of a row of `schedules`. */
export function fromTimingText(text: string): Timing {
  const stored = storedTiming.parse(JSON.parse(text));
  if (!('cron' in stored)) {
    const { timezone, calendar } = stored;
    return { afterClose: { calendar: calendar.mic, delay: calendar.after_close }, timezone };
  }
  const { cron, timezone, day_match: dayMatch, calendar } = stored;
  return {
    cron,
    timezone,
    ...(dayMatch === undefined || dayMatch === null ? {} : { dayMatch }),
    ...(calendar === undefined ? {} : { market: { calendar: calendar.mic, closed: calendar.closed } }),
  };
}
