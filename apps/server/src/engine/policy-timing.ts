import type { JsonObject } from '@daybook/kernel';
import { describeCron, parseCron } from '@daybook/policy';
import { z } from 'zod';

const timed = z.object({
  trigger: z
    .object({
      cron: z.string().optional(),
      timezone: z.string(),
      enabled: z.boolean().optional(),
      day_match: z.enum(['any', 'all']).optional(),
      calendar: z.object({ mic: z.string(), after_close: z.string().optional() }).optional(),
    })
    .optional(),
});

/** When a policy runs, as its document says. */
export interface PolicyTiming {
  readonly cron: string | null;
  readonly timezone: string;
  readonly dayMatch: 'any' | 'all' | null;
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
  const { cron = null, timezone, day_match: dayMatch = null, calendar, enabled = true } = trigger;
  const expression = cron === null ? undefined : parseCron(cron, dayMatch ?? undefined);
  const words =
    expression?.ok === true
      ? describeCron(expression.cron)
      : `${calendar?.after_close} after the close of ${calendar?.mic}`;
  return { cron, timezone, dayMatch, words, enabled };
}
