import type { PolicyId, Sha256 } from '@daybook/kernel';
import type { AuditEvent } from './audit-log.ts';

/** A person's word about one version. */
export interface Decision {
  readonly policyId: PolicyId;
  readonly version: number;
  readonly verdict: 'approved' | 'rejected';
  /** The approval hash that the person saw. */
  readonly hash: Sha256;
}

/** Where decisions are kept. Each method records its event with the change, both or neither. */
export interface ApprovalStore {
  /**
   * Records the decision, made by `event.actor` at `event.at`. Approving makes the version the one that runs, supersedes
   * the one approved before, and also approves an already approved version anew (its hash may have changed).
   * @throws {EngineError} `policy.not-found` when there is no such version; `policy.conflict` when it is superseded, or
   *   rejected, or when an approved version would be rejected.
   */
  decide(decision: Decision, event: AuditEvent): Promise<void>;
  /** Stops the policy, or lets it go on. @throws {EngineError} `policy.not-found` */
  setPaused(policyId: PolicyId, paused: boolean, event: AuditEvent): Promise<void>;
}
