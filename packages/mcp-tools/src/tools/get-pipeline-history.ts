import { routes, runStates } from '@daybook/api-contract';
import { z } from 'zod';
import { findPolicy, policyChoice } from '../find-policy.ts';
import { listRunDeliveries, viewRunInFull, viewRunSummary } from '../run-view.ts';
import { defineTool, readsOnly, type ToolContext } from '../tool.ts';
import type { ToolAnswer } from '../tool-answer.ts';

const input = z.strictObject({
  ...policyChoice,
  run_id: routes.getRun.params.shape.id
    .optional()
    .describe(
      'One run in full: steps, outputs, errors, artifacts, deliveries. The other filters do not apply.',
    ),
  state: z.enum(runStates).optional().describe('Only runs in that state.'),
  limit: z.int().min(1).max(100).default(20),
});

export const getPipelineHistoryTool = defineTool({
  name: 'get_pipeline_history',
  title: 'Look at past and present runs',
  description:
    'Runs, newest first, with state, cause and times: of one policy, or of all. With run_id: that run in full, with what each step did, why a step failed or was skipped, and what became of each delivery.',
  input,
  annotations: readsOnly,
  async run({ run_id, state, limit, ...choice }, context) {
    if (run_id !== undefined) return showRun(run_id, context);
    const isOfOne = choice.policy_id !== undefined || choice.policy_name !== undefined;
    const policy = isOfOne ? await findPolicy(choice, context) : undefined;
    const query = {
      limit,
      ...(policy === undefined ? {} : { policy_id: policy.id }),
      ...(state === undefined ? {} : { state }),
    };
    const page = await context.client.call(routes.listRuns, { query }, { signal: context.signal });
    const more = page.next_cursor === null ? '' : ' There are older ones.';
    return {
      kind: 'outside',
      summary: `Runs, newest first: ${page.items.length}.${more}`,
      content: { runs: page.items.map(viewRunSummary), more: page.next_cursor !== null },
    };
  },
});

async function showRun(id: string, context: ToolContext): Promise<ToolAnswer> {
  const run = await context.client.call(routes.getRun, { params: { id } }, { signal: context.signal });
  const deliveries = await listRunDeliveries(id, context);
  const failed = run.steps.filter(({ state }) => state === 'failed').length;
  return {
    kind: 'outside',
    summary: `Run ${id}: ${run.state}. Steps: ${run.steps.length}, failed: ${failed}. Deliveries: ${deliveries.length}.`,
    content: { run: viewRunInFull(run, deliveries) },
  };
}
