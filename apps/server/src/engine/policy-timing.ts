import { calendarCodes } from '@daybook/calendars';
import type { JsonObject } from '@daybook/kernel';
import { describeCron, parseCron } from '@daybook/policy';
import type { CronTiming, Timing } from '@daybook/scheduler';
import { z } from 'zod';

const mic = z.enum(calendarCodes).exclude(['FX']);

const timed = z.object({
  trigger: z
    .object({
      cron: z.string().optional(),
      timezone: z.string(),
      enabled: z.boolean().optional(),
      day_match: z.enum(['any', 'all']).optional(),
      calendar: z
        .object({ mic, after_close: z.string().optional(), closed: z.enum(['skip', 'next_open']).optional() })
        .optional(),
    })
    .optional(),
});

/** When a policy runs, as its document says. */
export interface PolicyTiming {
  readonly timing: Timing;
  /** Without the zone. */
  readonly words: string;
  /** `trigger.enabled`. */
  readonly enabled: boolean;
}

/** The timing of a checked document; `null` when it runs only by hand. */
export function policyTiming(document: JsonObject): PolicyTiming | null {
  const parsed = timed.safeParse(document);
  const trigger = parsed.success ? parsed.data.trigger : undefined;
  if (trigger === undefined) return null;
  const { cron, timezone, day_match: dayMatch, calendar, enabled = true } = trigger;
  if (cron !== undefined) {
    const timing: CronTiming = {
      cron,
      timezone,
      ...(dayMatch === undefined ? {} : { dayMatch }),
      ...(calendar === undefined
        ? {}
        : { market: { calendar: calendar.mic, closed: calendar.closed ?? 'skip' } }),
    };
    return { timing, words: describe(timing), enabled };
  }
  if (calendar?.after_close === undefined) return null;
  const afterClose = { calendar: calendar.mic, delay: calendar.after_close };
  const words = `${inWords(afterClose.delay)} after the close of ${afterClose.calendar}`;
  return { timing: { afterClose, timezone }, words, enabled };
}

function describe({ cron, dayMatch, market }: CronTiming): string {
  const expression = parseCron(cron, dayMatch ?? undefined);
  const words = expression.ok ? describeCron(expression.cron) : cron;
  if (market === undefined) return words;
  const { calendar, closed } = market;
  return closed === 'skip'
    ? `${words}, when ${calendar} has a session`
    : `${words}; on a day without a session of ${calendar}, at that time of the next one`;
}

/** `PT1H30M` as `1 h 30 min`. */
function inWords(duration: string): string {
  const [, hours, minutes] = /^PT(?:(\d+)H)?(?:(\d+)M)?$/.exec(duration) ?? [];
  const parts = [hours && `${Number(hours)} h`, minutes && `${Number(minutes)} min`];
  return parts.filter((part) => part !== undefined).join(' ') || duration;
}
