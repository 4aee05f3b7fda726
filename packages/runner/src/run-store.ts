import type { Instant, PolicyId, RunCause, RunId } from '@daybook/kernel';
import type { RunState } from './run-state.ts';
import type { StepState } from './step-state.ts';

/** What a run is, apart from how far it got. */
export interface RunHeader {
  readonly runId: RunId;
  readonly policyId: PolicyId;
  /** The version of the policy that runs, from 1. */
  readonly policyVersion: number;
  readonly cause: RunCause;
  /** Who asked, such as `cli`. */
  readonly actor: string;
  /** The instant that the run is for. */
  readonly scheduledFor: Instant;
  readonly createdAt: Instant;
}

/** One step of a run. */
export interface StepRecord {
  readonly stepId: string;
  readonly type: string;
  readonly stepVersion: number;
  readonly state: StepState;
}

export interface RunRecord extends RunHeader {
  readonly state: RunState;
  /** In the order of the policy document. */
  readonly steps: readonly StepRecord[];
}

/** What one durable commit changes: the outcome of a step together with the start of what follows. */
export interface RunChange {
  readonly runId: RunId;
  readonly steps: readonly { readonly stepId: string; readonly state: StepState }[];
  /** Set when the run itself changes its state in the same commit. */
  readonly run?: RunState;
}

/** Where runs are kept. Every method resolves only when its change would survive a power cut. */
export interface RunStore {
  /**
   * Inserts a run with all its steps, in the states given.
   * @throws {EngineError} `run.illegal-transition` when the run exists.
   */
  create(run: RunRecord): Promise<void>;
  /**
   * Applies one change, whole or not at all.
   * @throws {EngineError} `run.illegal-transition` when the run or a step does not exist, or the stored state does not
   *   allow the new one.
   */
  commit(change: RunChange): Promise<void>;
  /** The run as stored; `undefined` when there is none. */
  read(runId: RunId): Promise<RunRecord | undefined>;
}
