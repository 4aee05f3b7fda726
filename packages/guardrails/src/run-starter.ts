import type { Instant, PolicyId, RunCause, RunId } from '@daybook/kernel';
import type { ApprovedPolicy } from '@daybook/policy';

/** A run that every guard has let through. */
export interface RunOrder {
  readonly runId: RunId;
  readonly policyId: PolicyId;
  readonly version: number;
  readonly approved: ApprovedPolicy;
  readonly cause: RunCause;
  readonly actor: string;
  /** The instant that the run is for. */
  readonly scheduledFor: Instant;
  /** Finished steps to take over from another run; `null` for a run that begins anew. */
  readonly resume: ResumeOrder | null;
}

/** A run that ended, and from where on its work is done again. */
export interface ResumeOrder {
  readonly runId: RunId;
  /** This step and all that depend on it run again; `null`: those that did not succeed. */
  readonly fromStep: string | null;
}

/** What runs policies. Only `startRun` calls it. */
export interface RunStarter {
  /** How many runs of the policy are queued or running, started by whomever. */
  countUnfinished(policyId: PolicyId): Promise<number>;
  /** Whether a run of that id is on record. */
  has(runId: RunId): Promise<boolean>;
  /** Resolves when the run is on record, durably; the run itself goes on. */
  start(order: RunOrder): Promise<void>;
}
