import type { JsonValue } from '@daybook/kernel';
import type { RunRecord, StepRecord } from '@daybook/runner';
import type { WrittenArtifact } from './write-artifacts.ts';

/** A run as `--json` prints it; the form is fixed by the contract. */
export function toRunDocument(run: RunRecord, artifacts: readonly WrittenArtifact[]): JsonValue {
  return {
    run_id: run.runId,
    state: run.state.status,
    steps: run.steps.map(toStepDocument),
    artifacts: artifacts.map(({ format, name, path }) => ({ format, name, path })),
  };
}

function toStepDocument({ stepId, type, state }: StepRecord): JsonValue {
  const base = { id: stepId, type, state: state.status };
  switch (state.status) {
    case 'pending':
      return { ...base, attempts: 0 };
    case 'skipped':
      return { ...base, reason: state.reason, attempts: 0 };
    case 'running':
      return { ...base, attempts: state.attempt };
    case 'cancelled':
      return { ...base, reason: 'cancelled', attempts: state.attempt };
    case 'success':
      return { ...base, attempts: state.attempt, output: state.output };
    case 'failed':
      return { ...base, attempts: state.attempt, error: { ...state.failure } };
  }
}
