import type { RunChange, RunLogEntry, RunRecord } from '@daybook/runner';
import { z } from 'zod';
import type { RunLogTable } from './internal-tables.ts';

/** What the column `body` holds, as JSON. */
const storedBody = z.object({
  steps: z.array(
    z.object({
      step_id: z.string(),
      status: z.enum(['pending', 'running', 'success', 'failed', 'cancelled', 'skipped']),
      attempt: z.int().nullable(),
      reason: z
        .enum(['skip_if', 'dependency_skipped', 'dependency_failed', 'run_failed', 'cancelled'])
        .nullable(),
    }),
  ),
  run: z
    .enum(['queued', 'running', 'success', 'partial', 'failed', 'cancelled', 'needs_attention'])
    .nullable(),
});

type StoredBody = z.output<typeof storedBody>;

/** The body of a run's first entry. */
export function creationBody({ state }: RunRecord): string {
  return text({ steps: [], run: state.status });
}

/** The body of the entry that tells of a change. */
export function changeBody({ steps, run }: RunChange): string {
  return text({
    steps: steps.map(({ stepId, state }) => ({
      step_id: stepId,
      status: state.status,
      attempt: 'attempt' in state ? state.attempt : null,
      reason: 'reason' in state ? state.reason : null,
    })),
    run: run?.status ?? null,
  });
}

/** The entry of a row. */
export function toLogEntry({ sequence, at, body }: Omit<RunLogTable, 'run_id'>): RunLogEntry {
  const { steps, run } = storedBody.parse(JSON.parse(body));
  return {
    sequence,
    at,
    steps: steps.map(({ step_id, ...step }) => ({ stepId: step_id, ...step })),
    run,
  };
}

function text(body: StoredBody): string {
  return JSON.stringify(body);
}
