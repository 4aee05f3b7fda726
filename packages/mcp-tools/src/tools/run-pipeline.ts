import { ApiError, type PolicySummary, type RunDetail, routes } from '@daybook/api-contract';
import { z } from 'zod';
import { findPolicy, policyChoice } from '../find-policy.ts';
import { followRun } from '../follow-run.ts';
import { hasEnded, viewRun } from '../run-view.ts';
import { defineTool, type ToolContext } from '../tool.ts';
import type { ToolAnswer } from '../tool-answer.ts';

const input = z.strictObject({
  ...policyChoice,
  as_of: z
    .string()
    .min(1)
    .max(40)
    .optional()
    .describe('The instant that the run is for, such as 2026-03-06T21:30:00Z. Default: now.'),
  wait_seconds: z.int().min(0).max(60).default(20).describe('How long to wait for the end of the run.'),
});

export const runPipelineTool = defineTool({
  name: 'run_pipeline',
  title: 'Run a policy now',
  description:
    'Starts a run of the approved version of a policy and waits for its end, or for wait_seconds. The answer has a status: finished (see state: success, partial, failed, cancelled, needs_attention), running (look again with get_pipeline_history), approval_required (give approve_url to the person; you cannot approve), paused (a person stopped the policy), already_running, or quota_exceeded (try again after retry_after seconds). A run may send mail to the recipients that the person approved.',
  input,
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: true },
  async run({ as_of, wait_seconds, ...choice }, context) {
    const policy = await findPolicy(choice, context);
    try {
      const body = as_of === undefined ? {} : { as_of };
      const started = await context.client.call(
        routes.startRun,
        { params: { id: policy.id }, body },
        { signal: context.signal },
      );
      return answerRun(await followStarted(started, wait_seconds, context), policy);
    } catch (error) {
      const held = error instanceof ApiError ? answerHeldBack(error, policy) : undefined;
      if (held === undefined) throw error;
      return held;
    }
  },
});

/** Once a run exists its id is the answer, whatever becomes of the wait. */
async function followStarted(started: RunDetail, seconds: number, context: ToolContext): Promise<RunDetail> {
  try {
    return await followRun(started, seconds, context);
  } catch {
    return started;
  }
}

function answerRun(run: RunDetail, policy: PolicySummary): ToolAnswer {
  const status = hasEnded(run) ? 'finished' : 'running';
  const proposed =
    policy.proposed_version === null
      ? ''
      : ` Version ${policy.proposed_version} still waits for a person's approval and did not run.`;
  const summary =
    status === 'finished'
      ? `Run ${run.id} of version ${run.policy_version} ended: ${run.state}.`
      : `Run ${run.id} of version ${run.policy_version} has not ended yet: ${run.state}. Look again with get_pipeline_history.`;
  return { kind: 'outside', summary: `${summary}${proposed}`, content: { status, ...viewRun(run) } };
}

/** What is no mistake of the agent's, but a person's or the engine's "not now". */
function answerHeldBack({ problem }: ApiError, policy: PolicySummary): ToolAnswer | undefined {
  const named = { policy_id: policy.id, policy_name: policy.name, message: problem.detail };
  const link = problem.link ?? policy.link;
  switch (problem.code) {
    case 'approval.required':
      return held(`Nothing runs before a person has approved the policy at ${link}.`, {
        status: 'approval_required',
        ...named,
        approve_url: link,
      });
    case 'policy.paused':
      return held(`A person paused the policy; only they can resume it, at ${link}.`, {
        status: 'paused',
        ...named,
        link,
      });
    case 'run.overlap':
      return held('A run of this policy has not ended yet; see get_pipeline_history.', {
        status: 'already_running',
        ...named,
        link,
      });
    case 'quota.exceeded':
      return held(`A limit is reached; try again ${describeWait(problem.retry_after)}.`, {
        status: 'quota_exceeded',
        ...named,
        retry_after: problem.retry_after,
      });
    default:
      return undefined;
  }
}

function describeWait(seconds: number | undefined): string {
  return seconds === undefined ? 'later' : `in ${seconds} seconds`;
}

function held(summary: string, content: Readonly<Record<string, unknown>>): ToolAnswer {
  return { kind: 'outside', summary: `Not started. ${summary}`, content };
}
