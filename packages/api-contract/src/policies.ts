import { z } from 'zod';
import { pageOf, pageQuery } from './page.ts';
import { issue } from './problem.ts';
import { runState } from './runs.ts';
import { slotReason } from './slot-reason.ts';
import { defineRoute } from './route.ts';
import { idOf, instant, sha256 } from './texts.ts';

/** Any JSON object: a policy document is judged by the policy's own rules, which give every issue with its place. */
const policyBody = z.record(z.string(), z.unknown()).describe('A policy document, schema_version 1.');

/** One fire time. */
export const fireTime = z.object({
  at: instant,
  local: z.string().describe("The same instant in the policy's zone."),
  note: z
    .enum(['shifted', 'repeated', 'moved', 'market_closed'])
    .nullable()
    .describe(
      'shifted, repeated: what a change of the clocks did to it; moved: it was due on a day without a session; market_closed: it is, and nothing runs.',
    ),
});

const policyStanding = z
  .enum(['approved', 'proposed', 'rejected', 'paused'])
  .describe(
    'paused: a person stopped it; approved: a version runs; proposed: none does, one waits; rejected: the newest was refused.',
  );

const timing = z.object({
  cron: z.string().nullable(),
  timezone: z.string(),
  words: z.string().describe('When it runs, in words.'),
});

/** A policy in a list. */
export const policySummary = z.object({
  id: idOf('pol'),
  name: z.string(),
  description: z.string().nullable(),
  standing: policyStanding,
  enabled: z.boolean().describe('Whether the schedule is switched on.'),
  schedule: timing.nullable().describe('null: only by hand.'),
  approved_version: z.number().int().nullable(),
  newest_version: z.number().int(),
  proposed_version: z.number().int().nullable().describe('The version that waits for a person.'),
  next_fire: fireTime.nullable().describe('null when no approved version is due.'),
  last_run: z.object({ id: idOf('run'), state: z.string(), created_at: instant }).nullable(),
  created_at: instant,
  updated_at: instant,
  link: z.string().describe('Where a person looks at it and approves it.'),
});
export type PolicySummary = z.output<typeof policySummary>;

/** What a version does, in words. */
export const policyPlan = z.object({
  when: z.string(),
  steps: z.array(
    z.object({
      id: z.string(),
      type: z.string(),
      effect: z.enum(['none', 'local-write', 'external-delivery']),
      words: z.string(),
    }),
  ),
  recipients: z.array(z.string()).describe('Everybody who gets mail.'),
  providers: z.array(z.string()).describe('Where data comes from.'),
  datasets: z.array(z.string()).describe('What is written.'),
  queries: z.array(z.string()).describe('All SQL of the policy, as written.'),
});
export type PolicyPlan = z.output<typeof policyPlan>;

/** One immutable state of the document. */
export const policyVersion = z.object({
  version: z.number().int(),
  verdict: z.enum(['proposed', 'approved', 'rejected', 'superseded']),
  hash: sha256.nullable().describe('What a person approves; null when this release cannot read the version.'),
  document: policyBody,
  created_at: instant,
  created_by: z.string(),
  decided_at: instant.nullable(),
  decided_by: z.string().nullable(),
});
export type PolicyVersionDocument = z.output<typeof policyVersion>;

/** A policy with everything that a person needs for a decision. */
export const policyDetail = policySummary.extend({
  version: policyVersion.describe('The newest version.'),
  approved: policyVersion.nullable().describe('The version that runs.'),
  needs_renewal: z
    .boolean()
    .describe('True when a new release changed what the approved version does: it waits for approval anew.'),
  plan: policyPlan.describe('What the version does that waits; else the one that runs; else the newest.'),
  issues: z.array(issue).describe('Warnings about that same version.'),
  next_fires: z.array(fireTime).describe("Of that version's schedule, five at most."),
});
export type PolicyDetail = z.output<typeof policyDetail>;

/** One nominal slot of a policy, on record or not. */
const policySlot = fireTime.extend({
  state: z.enum(['claimed', 'ran', 'skipped']).nullable().describe('null: no slot was recorded then.'),
  reason: slotReason.nullable(),
  run: z
    .object({ id: idOf('run'), state: runState })
    .nullable()
    .describe('The newest run for that instant, whatever started it.'),
});
export type PolicySlotDocument = z.output<typeof policySlot>;

const byId = z.object({ id: idOf('pol') });
const decision = z.strictObject({ hash: sha256.describe('The hash that the person saw.') });

/** Changes of the timing alone. */
const scheduleChange = z
  .strictObject({
    enabled: z.boolean().optional().describe('Needs no approval.'),
    cron: z.string().max(200).optional().describe('Proposes a new version.'),
    timezone: z.string().max(100).optional().describe('Proposes a new version.'),
  })
  .refine((change) => Object.keys(change).length > 0, 'must change something');

export const policyRoutes = {
  validatePolicy: defineRoute({
    method: 'POST',
    path: '/policies/validate',
    scope: 'read',
    summary: 'Judges a policy document; saves nothing.',
    body: policyBody,
    answer: z.object({
      valid: z.boolean(),
      issues: z.array(issue),
      plan: policyPlan.nullable(),
      next_fires: z.array(fireTime),
    }),
  }),
  listPolicies: defineRoute({
    method: 'GET',
    path: '/policies',
    scope: 'read',
    summary: 'Policies by name.',
    query: pageQuery.optional(),
    answer: pageOf(policySummary),
  }),
  createPolicy: defineRoute({
    method: 'POST',
    path: '/policies',
    scope: 'author',
    summary: 'Saves a new policy, which waits for a person to approve it.',
    body: policyBody,
    status: 201,
    answer: policyDetail,
  }),
  getPolicy: defineRoute({
    method: 'GET',
    path: '/policies/{id}',
    scope: 'read',
    summary: 'One policy with its newest and its approved version.',
    params: byId,
    answer: policyDetail,
  }),
  updatePolicy: defineRoute({
    method: 'PUT',
    path: '/policies/{id}',
    scope: 'author',
    summary: 'Proposes a new version; the approved one keeps running until a person decides.',
    params: byId,
    body: policyBody,
    answer: policyDetail,
  }),
  listPolicyVersions: defineRoute({
    method: 'GET',
    path: '/policies/{id}/versions',
    scope: 'read',
    summary: 'All versions, newest first.',
    params: byId,
    answer: z.object({ items: z.array(policyVersion) }),
  }),
  approvePolicy: defineRoute({
    method: 'POST',
    path: '/policies/{id}/approve',
    scope: 'approve',
    summary: 'Approves the version of that hash; 409 when the policy is another by now.',
    params: byId,
    body: decision,
    answer: policyDetail,
  }),
  rejectPolicy: defineRoute({
    method: 'POST',
    path: '/policies/{id}/reject',
    scope: 'approve',
    summary: 'Rejects the version of that hash; an approved older one keeps running.',
    params: byId,
    body: decision,
    answer: policyDetail,
  }),
  pausePolicy: defineRoute({
    method: 'POST',
    path: '/policies/{id}/pause',
    scope: 'approve',
    summary: 'Stops the schedule and runs asked for by agents, until a person resumes.',
    params: byId,
    answer: policyDetail,
  }),
  resumePolicy: defineRoute({
    method: 'POST',
    path: '/policies/{id}/resume',
    scope: 'approve',
    summary: 'Lets a paused policy go on; nothing runs because of it.',
    params: byId,
    answer: policyDetail,
  }),
  changeSchedule: defineRoute({
    method: 'PATCH',
    path: '/policies/{id}/schedule',
    scope: 'author',
    summary: 'Switches the schedule on or off, or proposes another time.',
    params: byId,
    body: scheduleChange,
    answer: policyDetail,
  }),
  listPolicySlots: defineRoute({
    method: 'GET',
    path: '/policies/{id}/slots',
    scope: 'read',
    summary: 'The nominal slots of a stretch of time up to now, a thousand at most, and what became of each.',
    params: byId,
    query: z.strictObject({
      from: z.string().max(40).describe("An instant, or a date in the policy's zone, included."),
      until: z.string().max(40).describe("An instant, or a date in the policy's zone, included."),
    }),
    answer: z.object({
      items: z.array(policySlot),
      truncated: z.boolean().describe('True when there are more.'),
    }),
  }),
  previewSchedule: defineRoute({
    method: 'GET',
    path: '/policies/{id}/schedule/preview',
    scope: 'read',
    summary: "The next fire times of the newest version's schedule.",
    params: byId,
    query: z.strictObject({ count: z.coerce.number().int().min(1).max(100).default(5) }).optional(),
    answer: z.object({ timezone: z.string().nullable(), fires: z.array(fireTime) }),
  }),
};
