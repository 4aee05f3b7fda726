import {
  EngineError,
  type Instant,
  type PolicyId,
  type RunCause,
  type RunId,
  toRunId,
} from '@daybook/kernel';
import type { Policy } from '@daybook/policy';
import { parseVersion } from './parse-version.ts';
import { proposalOf } from './policy-standing.ts';
import type { StartRunPorts } from './start-run.ts';

/** A run for show: it works on a copy of the database, and nothing leaves the machine. */
export interface DryRunOrder {
  readonly runId: RunId;
  readonly policyId: PolicyId;
  readonly version: number;
  readonly policy: Policy;
  readonly cause: RunCause;
  readonly actor: string;
  /** The instant that the run is for. */
  readonly scheduledFor: Instant;
}

/** What runs policies for show. Only {@link StartDryRun} calls it. */
export interface DryRunStarter {
  /** Resolves when the run is on record, durably; the run itself goes on. */
  startDry(order: DryRunOrder): Promise<void>;
}

/** Somebody asks what a policy would do. */
export interface DryRunRequest {
  readonly policyId: PolicyId;
  readonly cause: Extract<RunCause, 'manual' | 'agent'>;
  /** Named as in the audit log. */
  readonly actor: string;
  /** The instant that the run is for. @default now */
  readonly asOf?: Instant;
}

/**
 * Shows what a policy would do: the version that waits for a person, else the one that runs, else the newest. It needs no
 * approval, since it changes and sends nothing; it counts as a run.
 * @throws {EngineError} `policy.not-found`; `policy.invalid` when this release can't read the version; `quota.exceeded`.
 */
export type StartDryRun = (request: DryRunRequest) => Promise<{ readonly runId: RunId }>;

export interface StartDryRunPorts
  extends Pick<StartRunPorts, 'policies' | 'quotas' | 'audit' | 'parse' | 'clock' | 'ids'> {
  readonly runs: DryRunStarter;
}

export function createStartDryRun(ports: StartDryRunPorts): StartDryRun {
  const { policies, quotas, audit, parse, clock, ids, runs } = ports;
  return async ({ policyId, cause, actor, asOf }) => {
    const stored = await policies.read(policyId);
    if (stored === undefined) {
      throw new EngineError(
        'policy.not-found',
        `There is no policy ${policyId}. List the policies to find it.`,
      );
    }
    const version = proposalOf(stored) ?? stored.approved ?? stored.newest;
    const policy = parseVersion(parse, stored, version);
    await quotas.take('runs');
    const at = clock.now();
    const runId = toRunId(`run_${ids.next()}`);
    const scheduledFor = asOf ?? at;
    const details = { policy_id: policyId, version: version.version, cause, scheduled_for: scheduledFor };
    await audit.append({ at, actor, action: 'run.dry-run-requested', subject: runId, details });
    await runs.startDry({ runId, policyId, version: version.version, policy, cause, actor, scheduledFor });
    return { runId };
  };
}
