import { z } from 'zod';
import { pageOf, pageQuery } from './page.ts';
import { defineRoute } from './route.ts';
import { idOf, instant } from './texts.ts';

export const runStates = [
  'queued',
  'running',
  'success',
  'partial',
  'failed',
  'cancelled',
  'needs_attention',
] as const;
export const runState = z.enum(runStates);
export type RunStateName = z.output<typeof runState>;

export const stepStates = ['pending', 'running', 'success', 'failed', 'cancelled', 'skipped'] as const;
export const stepState = z.enum(stepStates);
export type StepStateName = z.output<typeof stepState>;

/** A run in a list. */
export const runSummary = z.object({
  id: idOf('run'),
  policy_id: idOf('pol'),
  policy_name: z.string(),
  policy_version: z.number().int(),
  cause: z.enum(['schedule', 'manual', 'agent', 'catch_up', 'backfill', 'resume']),
  actor: z.string(),
  state: runState,
  scheduled_for: instant,
  dry_run: z.boolean().default(false).describe('For show: it changed and sent nothing.'),
  resumed_from: idOf('run').nullable().default(null).describe('The run whose finished steps it took over.'),
  created_at: instant,
  started_at: instant.nullable(),
  finished_at: instant.nullable(),
});
export type RunSummary = z.output<typeof runSummary>;

/** One step of a run. */
export const runStep = z.object({
  id: z.string(),
  type: z.string(),
  state: stepState,
  reason: z.string().optional().describe('Why it was skipped.'),
  attempts: z.number().int(),
  started_at: instant.nullable(),
  finished_at: instant.nullable(),
  reused: z.boolean().optional().describe('True: the output is that of the run which this one resumes.'),
  trace: z.unknown().optional().describe('How skip_if was decided, leaf by leaf.'),
  words: z.string().optional().describe('What it did, in words.'),
  output: z.unknown().optional(),
  error: z
    .object({
      code: z.string(),
      message: z.string(),
      advice: z.string(),
      details: z.record(z.string(), z.unknown()).optional(),
    })
    .optional(),
});
export type RunStep = z.output<typeof runStep>;

/** Rendered bytes that a run made or found. */
export const artifactSummary = z.object({
  id: idOf('art'),
  report_id: idOf('rep'),
  version: z.number().int(),
  format: z.string(),
  name: z.string(),
  bytes: z.number().int(),
});
export type ArtifactSummary = z.output<typeof artifactSummary>;

/** A run with its steps. */
export const runDetail = runSummary.extend({
  steps: z.array(runStep),
  artifacts: z.array(artifactSummary),
  link: z.string(),
});
export type RunDetail = z.output<typeof runDetail>;

/** What the event stream of a run carries; each message's `event` is the `kind`. */
export const runEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('run'), run: runDetail }).describe('The whole run, first and at its end.'),
  z.object({ kind: z.literal('step'), run_id: idOf('run'), step: runStep }).describe('A step changed.'),
]);
export type RunEventDocument = z.output<typeof runEvent>;

const byId = z.object({ id: idOf('run') });

export const runRoutes = {
  startRun: defineRoute({
    method: 'POST',
    path: '/policies/{id}/runs',
    scope: 'run',
    summary:
      'Starts a run of the approved version and answers at once; 409 approval.required when none is approved.',
    params: z.object({ id: idOf('pol') }),
    body: z
      .strictObject({
        dry_run: z
          .boolean()
          .optional()
          .describe(
            'Works on a copy of the database: nothing is changed, fetched from outside or sent. Needs no approval.',
          ),
        as_of: z.iso
          .datetime({ offset: true })
          .optional()
          .describe('The instant that the run is for; default: now.'),
        backfill: z
          .boolean()
          .optional()
          .describe('With as_of: the run makes up for a slot of that instant, and its cause is backfill.'),
      })
      .refine(
        ({ backfill, as_of: asOf, dry_run: dryRun }) =>
          backfill !== true || (asOf !== undefined && dryRun !== true),
        'backfill needs as_of, and is no dry run',
      )
      .optional(),
    status: 202,
    answer: runDetail,
  }),
  listRuns: defineRoute({
    method: 'GET',
    path: '/runs',
    scope: 'read',
    summary: 'Runs, newest first.',
    query: pageQuery.extend({ policy_id: idOf('pol').optional(), state: runState.optional() }).optional(),
    answer: pageOf(runSummary),
  }),
  getRun: defineRoute({
    method: 'GET',
    path: '/runs/{id}',
    scope: 'read',
    summary: 'One run with its steps and artifacts.',
    params: byId,
    answer: runDetail,
  }),
  listRunSteps: defineRoute({
    method: 'GET',
    path: '/runs/{id}/steps',
    scope: 'read',
    summary: 'The steps of a run, in the order of the policy.',
    params: byId,
    answer: z.object({ items: z.array(runStep) }),
  }),
  followRun: defineRoute({
    method: 'GET',
    path: '/runs/{id}/events',
    scope: 'read',
    summary:
      'Server-sent events: the run, each change of a step, the run at its end. Last-Event-ID goes on where a reader was.',
    params: byId,
    answer: runEvent,
    media: 'text/event-stream',
  }),
  resumeRun: defineRoute({
    method: 'POST',
    path: '/runs/{id}/resume',
    scope: 'run',
    summary: 'Starts a new run that takes over the finished steps of one that ended.',
    params: byId,
    body: z
      .strictObject({
        from_step: z
          .string()
          .max(64)
          .optional()
          .describe('This step and all that depend on it run again; default: those that did not succeed.'),
      })
      .optional(),
    status: 202,
    answer: runDetail,
  }),
  cancelRun: defineRoute({
    method: 'POST',
    path: '/runs/{id}/cancel',
    scope: 'run',
    summary: 'Cancels a run; without effect when it has ended.',
    params: byId,
    answer: runDetail,
  }),
};
