import { routes } from '@daybook/api-contract';
import { z } from 'zod';
import { hasEnded, viewRun } from '../run-view.ts';
import { defineTool } from '../tool.ts';

export const cancelRunTool = defineTool({
  name: 'cancel_run',
  title: 'Cancel a run',
  description:
    'Cancels a run that has not ended; what it stored or sent before stays. Without effect on a run that has ended.',
  input: z.strictObject({ run_id: routes.cancelRun.params.shape.id.describe('Id of the run, run_….') }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: false },
  async run({ run_id: id }, { client, signal }) {
    const run = await client.call(routes.cancelRun, { params: { id } }, { signal });
    const summary = hasEnded(run)
      ? `Run ${id} has ended: ${run.state}.`
      : `Run ${id} is being cancelled; it is ${run.state} until its running steps have stopped.`;
    return { kind: 'outside', summary, content: viewRun(run) };
  },
});
