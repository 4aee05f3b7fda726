import { EngineError, type RunId } from '@daybook/kernel';
import { isLegalRunTransition } from '../run-state.ts';
import type { RunChange, RunRecord, RunStore } from '../run-store.ts';
import { isLegalStepTransition } from '../step-state.ts';

/** A run store that forgets everything with the process, and what was committed to it. */
export interface MemoryRunStore extends RunStore {
  /** Every change in the order of the commits. */
  readonly commits: readonly RunChange[];
}

/** Keeps runs in memory, by the rules that every run store has. */
export function createMemoryRunStore(): MemoryRunStore {
  const runs = new Map<RunId, RunRecord>();
  const commits: RunChange[] = [];
  return {
    commits,
    async create(run) {
      if (runs.has(run.runId)) {
        throw new EngineError('run.illegal-transition', `The run ${run.runId} exists already.`);
      }
      runs.set(run.runId, structuredClone(run));
    },
    async commit(change) {
      const run = runs.get(change.runId);
      if (run === undefined) {
        throw new EngineError('run.illegal-transition', `There is no run ${change.runId}.`);
      }
      const next = structuredClone(applyChange(run, change));
      runs.set(change.runId, next);
      commits.push(structuredClone(change));
    },
    async read(runId) {
      return structuredClone(runs.get(runId));
    },
  };
}

function applyChange(run: RunRecord, { steps: changes, run: runState }: RunChange): RunRecord {
  const steps = new Map(run.steps.map((step) => [step.stepId, step]));
  for (const { stepId, state } of changes) {
    const step = steps.get(stepId);
    if (step === undefined || !isLegalStepTransition(step.state.status, state.status)) {
      const from = step === undefined ? 'missing' : step.state.status;
      throw new EngineError(
        'run.illegal-transition',
        `Step "${stepId}" of run ${run.runId} is ${from} and cannot become ${state.status}.`,
      );
    }
    steps.set(stepId, { ...step, state });
  }
  if (runState !== undefined && !isLegalRunTransition(run.state.status, runState.status)) {
    throw new EngineError(
      'run.illegal-transition',
      `The run ${run.runId} is ${run.state.status} and cannot become ${runState.status}.`,
    );
  }
  return { ...run, state: runState ?? run.state, steps: [...steps.values()] };
}
