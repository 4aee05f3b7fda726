import { z } from 'zod';
import { pageOf, pageQuery } from './page.ts';
import { defineRoute } from './route.ts';
import { idOf, instant } from './texts.ts';

/** What the owner should know. */
export const notice = z.object({
  id: idOf('ntc'),
  kind: z.enum(['run_failed', 'run_needs_attention', 'run_missed', 'scheduler_stalled']),
  policy_id: idOf('pol').nullable().describe('null when it concerns no policy.'),
  policy_name: z.string().nullable(),
  run_id: idOf('run').nullable(),
  message: z.string().describe('In words.'),
  created_at: instant,
  mail: z.enum(['pending', 'sent', 'failed', 'none']).describe('none: no address of the owner is set.'),
  dismissed_at: instant.nullable(),
});
export type NoticeDocument = z.output<typeof notice>;

/** One line of the record of decisions and starts. */
const auditEntry = z.object({
  sequence: z.number().int(),
  at: instant,
  actor: z.string(),
  action: z.string(),
  subject: z.string(),
  details: z.record(z.string(), z.unknown()),
});
export type AuditDocument = z.output<typeof auditEntry>;

export const recordRoutes = {
  listNotices: defineRoute({
    method: 'GET',
    path: '/notices',
    scope: 'read',
    summary: 'Notices to the owner that were not dismissed, newest first.',
    answer: z.object({ items: z.array(notice) }),
  }),
  dismissNotice: defineRoute({
    method: 'POST',
    path: '/notices/{id}/dismiss',
    scope: 'approve',
    summary: 'The owner has read it.',
    params: z.object({ id: idOf('ntc') }),
    status: 204,
  }),
  listAudit: defineRoute({
    method: 'GET',
    path: '/audit',
    scope: 'read',
    summary: 'Who decided and started what, newest first.',
    query: pageQuery.optional(),
    answer: pageOf(auditEntry),
  }),
};
