import { routes } from '@daybook/api-contract';
import { z } from 'zod';
import { awaitsApproval, viewPolicySummary } from '../policy-view.ts';
import { defineTool, readsOnly } from '../tool.ts';

export const listPoliciesTool = defineTool({
  name: 'list_policies',
  title: 'List policies',
  description:
    'All policies by name: standing (approved, proposed, rejected, paused), versions, schedule, next fire time, last run, and the link where a person looks at or approves each.',
  input: z.strictObject({
    limit: z.int().min(1).max(200).default(50),
    cursor: z.string().max(400).optional().describe('next_cursor of the answer before.'),
  }),
  annotations: readsOnly,
  async run({ limit, cursor }, { client, signal }) {
    const query = { limit, ...(cursor === undefined ? {} : { cursor }) };
    const page = await client.call(routes.listPolicies, { query }, { signal });
    const waiting = page.items.filter(awaitsApproval).length;
    const more = page.next_cursor === null ? '' : ' There are more: call again with cursor.';
    return {
      kind: 'outside',
      summary: `Policies: ${page.items.length}; with a version that a person has yet to approve: ${waiting}.${more}`,
      content: { policies: page.items.map(viewPolicySummary), next_cursor: page.next_cursor },
    };
  },
});
