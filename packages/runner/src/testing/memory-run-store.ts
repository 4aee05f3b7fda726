import { EngineError, type RunId } from '@daybook/kernel';
import { isLegalRunTransition } from '../run-state.ts';
import type { RunChange, RunLogEntry, RunRecord, RunStore } from '../run-store.ts';
import { isLegalStepTransition } from '../step-state.ts';

/** A run store that forgets everything with the process, and what was committed to it. */
export interface MemoryRunStore extends RunStore {
  /** Every change in the order of the commits. */
  readonly commits: readonly RunChange[];
}

/**
 * Keeps runs in memory, by the rules that every run store has.
 * @param isFenced whether the process that commits has lost its lease. @default never
 */
export function createMemoryRunStore(isFenced: () => boolean = () => false): MemoryRunStore {
  const runs = new Map<RunId, RunRecord>();
  const logs = new Map<RunId, RunLogEntry[]>();
  const commits: RunChange[] = [];
  const checkFence = (): void => {
    if (isFenced()) {
      throw new EngineError('run.fenced', 'Another process has taken over; nothing was kept.');
    }
  };
  return {
    commits,
    async create(run) {
      checkFence();
      if (runs.has(run.runId)) {
        throw new EngineError('run.illegal-transition', `The run ${run.runId} exists already.`);
      }
      runs.set(run.runId, structuredClone(run));
      logs.set(run.runId, [{ sequence: 1, at: run.createdAt, steps: [], run: run.state.status }]);
    },
    async commit(change) {
      checkFence();
      const run = runs.get(change.runId);
      const log = logs.get(change.runId);
      if (run === undefined || log === undefined) {
        throw new EngineError('run.illegal-transition', `There is no run ${change.runId}.`);
      }
      const next = structuredClone(applyChange(run, change));
      runs.set(change.runId, next);
      log.push(toLogEntry(change, log.length + 1));
      commits.push(structuredClone(change));
    },
    async read(runId) {
      return structuredClone(runs.get(runId));
    },
    async log(runId, after) {
      return structuredClone((logs.get(runId) ?? []).slice(after));
    },
  };
}

function toLogEntry({ at, steps, run }: RunChange, sequence: number): RunLogEntry {
  return {
    sequence,
    at,
    steps: steps.map(({ stepId, state }) => ({
      stepId,
      status: state.status,
      attempt: 'attempt' in state ? state.attempt : null,
      reason: 'reason' in state ? state.reason : null,
    })),
    run: run?.status ?? null,
  };
}

function applyChange(run: RunRecord, { steps: changes, run: runState }: RunChange): RunRecord {
  const steps = new Map(run.steps.map((step) => [step.stepId, step]));
  for (const { stepId, state, trace } of changes) {
    const step = steps.get(stepId);
    if (step === undefined || !isLegalStepTransition(step.state.status, state.status)) {
      const from = step === undefined ? 'missing' : step.state.status;
      throw new EngineError(
        'run.illegal-transition',
        `Step "${stepId}" of run ${run.runId} is ${from} and cannot become ${state.status}.`,
      );
    }
    steps.set(stepId, { ...step, state, trace: trace ?? step.trace });
  }
  if (runState !== undefined && !isLegalRunTransition(run.state.status, runState.status)) {
    throw new EngineError(
      'run.illegal-transition',
      `The run ${run.runId} is ${run.state.status} and cannot become ${runState.status}.`,
    );
  }
  return { ...run, state: runState ?? run.state, steps: [...steps.values()] };
}
