import { z } from 'zod';
import { anyJson } from './any-json.ts';
import { condition } from './condition.ts';

/** Ids of steps and variables. */
const idPattern = /^[a-z][a-z0-9_]{0,63}$/;

const stepId = z.string().regex(idPattern, 'must match [a-z][a-z0-9_]{0,63}');

/** No control characters, and none that hide or reorder text. */
const printable = /^[^\p{Cc}\p{Cs}\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]*$/u;

/** A name as people read it. */
const displayName = z
  .string()
  .min(1)
  .max(128)
  .regex(printable, 'must not contain control, zero-width or direction characters')
  .refine((text) => text === text.normalize('NFC'), 'must be in Unicode normal form NFC')
  .refine((text) => text === text.trim(), 'must not begin or end with white space');

const seconds = (min: number, max: number): z.ZodInt => z.int().min(min).max(max);

/** Market calendars that a trigger can follow. */
const calendarNames = ['XNYS', 'XNAS', 'XLON', 'XETR', 'TARGET'] as const;

const calendar = z
  .strictObject({
    mic: z.enum(calendarNames).describe('Whose sessions count, by market identifier code.'),
    after_close: z
      .string()
      .regex(
        /^PT(?=\d)(?:(?:\d|1\d|2[0-3])H)?(?:[0-5]?\dM)?$/,
        'must be a duration below a day, such as PT30M',
      )
      .optional()
      .describe('Run that long after each close, half days included, such as "PT30M". Instead of "cron".'),
    closed: z
      .enum(['skip', 'next_open'])
      .optional()
      .describe('With "cron": what a slot on a day without a session does. Default "skip".'),
  })
  .describe('Ties the schedule to the sessions of a market.');

const trigger = z
  .strictObject({
    cron: z
      .string()
      .min(1)
      .max(256)
      .optional()
      .describe(
        'Minute, hour, day of month, month, day of week: numbers, lists, ranges, steps over "*" or a range, three-letter names, L, LW, 15W, 5L, FRI#3; or a macro such as "@daily".',
      ),
    timezone: z
      .string()
      .min(1)
      .max(64)
      .describe('IANA zone in which the schedule is meant, such as "Europe/Vienna".'),
    day_match: z
      .enum(['any', 'all'])
      .optional()
      .describe(
        'Needed when both day fields of "cron" are restricted: whether a day must match any of them or all.',
      ),
    calendar: calendar.optional(),
    enabled: z
      .boolean()
      .optional()
      .describe('Whether the schedule fires. Default true. Not part of what is approved.'),
    misfire_grace_time: seconds(1, 86_400)
      .optional()
      .describe(
        'Seconds after its time in which a missed slot is still run. Default: until the next slot, at most a day.',
      ),
    coalesce: z
      .boolean()
      .optional()
      .describe('Whether several missed slots make one run, of the newest. Default true.'),
    max_instances: z.int().min(1).max(3).optional().describe('Runs of this policy side by side. Default 1.'),
  })
  .describe('When the policy runs by itself. Without it, only by hand.');

const retry = z
  .strictObject({
    max_attempts: z.int().min(1).max(10).optional().describe('Attempts in all. Default 3.'),
    base: seconds(1, 3600).optional().describe('Seconds that the first wait may take at most. Default 1.'),
    cap: seconds(1, 3600).optional().describe('Seconds that any wait may take at most. Default 60.'),
  })
  .describe('How often "retry_then_fail" tries. Waits are random, up to a limit that doubles.');

const step = z
  .strictObject({
    id: stepId.describe('Unique in the policy; others refer to it as ctx.<id>.'),
    type: z.string().min(1).max(64).describe('A step type, such as "fetch".'),
    params: z.record(z.string(), anyJson).describe('Parameters of the step type.'),
    needs: z
      .array(
        z.union([
          stepId,
          z.strictObject({
            id: stepId,
            allow_failed: z
              .boolean()
              .optional()
              .describe('Run also when that step failed under "log_and_continue".'),
          }),
        ]),
      )
      .max(50)
      .optional()
      .describe('Steps that must have ended first, beside those that the parameters refer to.'),
    skip_if: condition.optional().describe('Skips the step when it holds. Its references count as needs.'),
    timeout: seconds(1, 3600).optional().describe('Seconds that one attempt may take. Default 300.'),
    on_error: z
      .enum(['fail_pipeline', 'log_and_continue', 'retry_then_fail'])
      .optional()
      .describe('What a failure does. Default "fail_pipeline".'),
    retry: retry.optional(),
    allow_empty: z
      .boolean()
      .optional()
      .describe('Whether an empty result is fine. Default false: the run ends partial.'),
  })
  .describe('One step of the policy.');

/** The most steps of a policy. */
export const maxSteps = 50;

/** The policy document, schema version 1, as people and agents write it. */
export const policyDocument = z
  .strictObject({
    schema_version: z.literal(1),
    name: displayName.describe('Unique name of the policy.'),
    description: z.string().max(2000).optional().describe('What it is for, in words.'),
    trigger: trigger.optional(),
    variables: z
      .record(stepId, anyJson)
      .optional()
      .describe('Values that parameters use as {"var": "name"}.'),
    steps: z
      .array(step)
      .min(1)
      .max(maxSteps)
      .describe('In any order; references and "needs" decide what runs first.'),
  })
  .describe('A Daybook policy.');

export type PolicyDocument = z.output<typeof policyDocument>;
export type StepDocument = PolicyDocument['steps'][number];
