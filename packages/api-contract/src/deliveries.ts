import { z } from 'zod';
import { pageOf, pageQuery } from './page.ts';
import { defineRoute } from './route.ts';
import { idOf, instant } from './texts.ts';

const deliveryStatus = z.enum(['sending', 'sent', 'failed', 'unknown']);

/** One handing over of a report version to one recipient. */
export const delivery = z.object({
  id: idOf('dlv'),
  report_id: idOf('rep'),
  report: z.string(),
  version: z.number().int(),
  policy_id: idOf('pol').nullable(),
  policy_name: z.string().nullable(),
  run_id: idOf('run'),
  artifact_id: idOf('art'),
  channel: z.enum(['file', 'email']),
  recipient: z.string(),
  status: deliveryStatus,
  reason: z.string().nullable().describe('Why it failed or is unknown, in words.'),
  claimed_at: instant,
  finished_at: instant.nullable(),
});
export type DeliveryDocument = z.output<typeof delivery>;

export const deliveryRoutes = {
  listDeliveries: defineRoute({
    method: 'GET',
    path: '/deliveries',
    scope: 'read',
    summary: 'Deliveries, newest first.',
    query: pageQuery
      .extend({
        report_id: idOf('rep').optional(),
        run_id: idOf('run').optional(),
        policy_id: idOf('pol').optional(),
        status: deliveryStatus.optional(),
      })
      .optional(),
    answer: pageOf(delivery),
  }),
  resolveDelivery: defineRoute({
    method: 'POST',
    path: '/deliveries/{id}/resolve',
    scope: 'approve',
    summary: 'A person says what became of a delivery that nobody recorded the end of.',
    params: z.object({ id: idOf('dlv') }),
    body: z.strictObject({
      outcome: z.enum(['sent', 'failed']).describe('failed: the next run sends it again.'),
    }),
    answer: delivery,
  }),
};
