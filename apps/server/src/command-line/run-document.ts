import type { RunDetail, RunStep } from '@daybook/api-contract';
import type { WrittenArtifact } from './write-artifacts.ts';

/** A run as `--json` prints it; the form is fixed by the contract. */
export function toRunDocument(run: RunDetail, artifacts: readonly WrittenArtifact[]) {
  return {
    run_id: run.id,
    state: run.state,
    steps: run.steps.map(toStepDocument),
    artifacts: artifacts.map(({ format, name, path }) => ({ format, name, path })),
  };
}

function toStepDocument({ id, type, state, reason, attempts, output, error }: RunStep) {
  return {
    id,
    type,
    state,
    ...(reason === undefined ? {} : { reason }),
    attempts,
    ...(output === undefined ? {} : { output }),
    ...(error === undefined ? {} : { error }),
  };
}
