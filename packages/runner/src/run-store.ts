import type { Instant, JsonValue, PolicyId, RunCause, RunId, Sha256 } from '@daybook/kernel';
import type { RunState, RunStatus } from './run-state.ts';
import type { SkipReason, StepState, StepStatus } from './step-state.ts';

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
  /** The run whose finished steps this one takes over; `null` when it begins anew. */
  readonly resumedFrom: RunId | null;
  /** A run for show: it changes and sends nothing, and is no part of the policy's history of work. */
  readonly dryRun: boolean;
}

/** One step of a run. */
export interface StepRecord {
  readonly stepId: string;
  readonly type: string;
  readonly stepVersion: number;
  /** Of the canonical JSON of the parameters as the policy writes them, variables in place, references unresolved. */
  readonly paramsSha256: Sha256;
  readonly state: StepState;
  /** How `skip_if` was decided, leaf by leaf; `null` for a step without one, or before it was decided. */
  readonly trace: JsonValue | null;
}

export interface RunRecord extends RunHeader {
  readonly state: RunState;
  /** In the order of the policy document. */
  readonly steps: readonly StepRecord[];
}

/** A step's new state. */
export interface StepChange {
  readonly stepId: string;
  readonly state: StepState;
  /** Set in the change that decided `skip_if`. */
  readonly trace?: JsonValue;
}

/** One commit as it can be told again: what changed, without outputs. */
export interface RunLogEntry {
  /** From 1, without gaps, in the order of the commits of the run; the creation is entry 1. */
  readonly sequence: number;
  readonly at: Instant;
  readonly steps: readonly {
    readonly stepId: string;
    readonly status: StepStatus;
    /** `null` for a step that was not tried. */
    readonly attempt: number | null;
    readonly reason: SkipReason | null;
  }[];
  /** The run's new status; `null` when it stays. */
  readonly run: RunStatus | null;
}

/** What one durable commit changes: the outcome of a step together with the start of what follows. */
export interface RunChange {
  readonly runId: RunId;
  readonly at: Instant;
  readonly steps: readonly StepChange[];
  /** Set when the run itself changes its state in the same commit. */
  readonly run?: RunState;
}

/** Where runs are kept. Every method resolves only when its change would survive a power cut. */
export interface RunStore {
  /**
   * Inserts a run with all its steps, in the states given.
   * @throws {EngineError} `run.illegal-transition` when the run exists; `run.fenced` as {@link commit}.
   */
  create(run: RunRecord): Promise<void>;
  /**
   * Applies one change, whole or not at all.
   * @throws {EngineError} `run.illegal-transition` when the run or a step does not exist, or the stored state does not
   *   allow the new one; `run.fenced` when this process no longer holds the lease.
   */
  commit(change: RunChange): Promise<void>;
  /** What happened in a run after that entry, oldest first; from the beginning for 0. */
  log(runId: RunId, after: number): Promise<readonly RunLogEntry[]>;
  /** The run as stored; `undefined` when there is none. */
  read(runId: RunId): Promise<RunRecord | undefined>;
}
