import { z } from 'zod';
import { fireTime } from './policies.ts';
import { defineRoute } from './route.ts';
import { scope } from './scope.ts';
import { slotReason } from './slot-reason.ts';
import { idOf, instant } from './texts.ts';

const document = z.record(z.string(), z.unknown());

/** One due or past slot of a policy. */
export const slot = z.object({
  policy_id: idOf('pol'),
  policy_name: z.string(),
  scheduled_for: instant,
  state: z.enum(['claimed', 'ran', 'skipped']),
  reason: slotReason.nullable(),
  run_id: idOf('run').nullable(),
});
export type SlotDocument = z.output<typeof slot>;

const schedule = z.object({
  coming: z.array(fireTime.extend({ policy_id: idOf('pol'), policy_name: z.string() })),
  past: z.array(slot).describe('Newest first.'),
  truncated: z.boolean().describe('True when there is more than is listed.'),
});
export type ScheduleDocument = z.output<typeof schedule>;

export const systemRoutes = {
  getHealth: defineRoute({
    method: 'GET',
    path: '/health',
    scope: null,
    summary: 'Whether the server is up.',
    answer: z.object({ status: z.literal('ok') }),
  }),
  getOpenApi: defineRoute({
    method: 'GET',
    path: '/openapi.json',
    scope: null,
    summary: 'This API as OpenAPI 3.1.',
    answer: document,
  }),
  getSystem: defineRoute({
    method: 'GET',
    path: '/system',
    scope: 'read',
    summary: 'Version, clock and scheduler of the running server.',
    answer: z.object({
      version: z.string(),
      now: instant,
      timezone: z.string().describe('Of the machine.'),
      started_at: instant,
      running_runs: z.number().int(),
      last_tick: instant.nullable().describe('When the scheduler last looked at the schedules.'),
    }),
  }),
  reportPower: defineRoute({
    method: 'POST',
    path: '/system/power',
    scope: 'admin',
    summary:
      'Tells that the machine is about to sleep, or woke up: nothing starts in between, and what was due is settled at once.',
    body: z.strictObject({ event: z.enum(['suspend', 'resume']) }),
    status: 204,
  }),
  getSession: defineRoute({
    method: 'GET',
    path: '/session',
    scope: 'read',
    summary: 'Who is asking, and what they may do.',
    answer: z.object({
      name: z.string(),
      kind: z.enum(['agent', 'person', 'session']),
      scopes: z.array(scope),
    }),
  }),
  endSession: defineRoute({
    method: 'DELETE',
    path: '/session',
    scope: 'read',
    summary: 'Signs out.',
    status: 204,
  }),
  getPolicySchema: defineRoute({
    method: 'GET',
    path: '/schema/policy',
    scope: 'read',
    summary: 'The JSON Schema of a policy document.',
    answer: document,
  }),
  listStepTypes: defineRoute({
    method: 'GET',
    path: '/step-types',
    scope: 'read',
    summary: 'What a step can be, with the schemas of parameters and outputs.',
    answer: z.object({
      items: z.array(
        z.object({
          type: z.string(),
          summary: z.string(),
          effect: z.string(),
          version: z.number().int(),
          params: document,
          output: document,
        }),
      ),
    }),
  }),
  listProviders: defineRoute({
    method: 'GET',
    path: '/providers',
    scope: 'read',
    summary: 'Where data can come from.',
    answer: z.object({
      items: z.array(
        z.object({
          id: z.string(),
          datasets: z.array(z.string()),
          available: z.boolean().describe('Whether this release can fetch from it, as it is set up.'),
          remark: z.string().nullable().describe('What is missing, or worth knowing.'),
        }),
      ),
    }),
  }),
  getSchedule: defineRoute({
    method: 'GET',
    path: '/schedule',
    scope: 'read',
    summary: 'What is due in some days, and the slots that were, with what became of them.',
    query: z
      .strictObject({
        days: z.coerce.number().int().min(1).max(62).default(7),
        from: instant
          .optional()
          .describe('Where the days begin. Default: now, with the latest hundred slots.'),
      })
      .optional(),
    answer: schedule,
  }),
};
