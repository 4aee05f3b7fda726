import type { Instant, JsonObject, PolicyId, Sha256 } from '@daybook/kernel';
import type { AuditEvent } from './audit-log.ts';

/** What became of a version. */
export type Verdict =
  | 'proposed'
  | 'approved'
  | 'rejected'
  /** A newer version was saved or approved before anybody decided, or after it was approved. */
  | 'superseded';

/** One immutable state of a policy's document. */
export interface PolicyVersion {
  /** From 1. */
  readonly version: number;
  readonly document: JsonObject;
  /** Of the canonical JSON without `trigger.enabled`. */
  readonly documentSha256: Sha256;
  readonly createdAt: Instant;
  /** Who wrote it; actors are named as in the audit log. */
  readonly createdBy: string;
  readonly verdict: Verdict;
  /** What a person approved; `null` where nobody did. */
  readonly approvedHash: Sha256 | null;
  readonly decidedAt: Instant | null;
  readonly decidedBy: string | null;
}

/** A policy as it stands. */
export interface StoredPolicy {
  readonly policyId: PolicyId;
  readonly name: string;
  readonly createdAt: Instant;
  /** `trigger.enabled` as last set; it belongs to no version, so toggling it asks for no approval. */
  readonly enabled: boolean;
  /** A person stopped it; `null` when nobody did. */
  readonly paused: { readonly at: Instant; readonly by: string } | null;
  readonly newest: PolicyVersion;
  /** The version that runs; `null` when none is approved. */
  readonly approved: PolicyVersion | null;
}

/** A document to be kept. */
export interface VersionToSave {
  readonly policyId: PolicyId;
  /** Names the policy. */
  readonly name: string;
  readonly document: JsonObject;
  /** Of the canonical JSON without `trigger.enabled`, so that toggling that makes no version. */
  readonly documentSha256: Sha256;
  /** `trigger.enabled` of the document, `true` where it is left out. */
  readonly enabled: boolean;
  readonly at: Instant;
  readonly actor: string;
}

/** Where policies are kept; a version never changes. */
export interface PolicyStore {
  /**
   * Keeps the document as the next version of the policy, `proposed`, and records the event, both or neither. Without
   * effect when the newest version has the same hash and is neither rejected nor superseded; then only `enabled` may change
   * (and the event is recorded if it does). An older version still `proposed` becomes `superseded`; the approved one stays.
   */
  saveVersion(
    version: VersionToSave,
    event: AuditEvent,
  ): Promise<{ readonly version: number; readonly created: boolean }>;
  read(policyId: PolicyId): Promise<StoredPolicy | undefined>;
  /** By name, after `after`. */
  list(page: { readonly after?: string; readonly limit: number }): Promise<readonly StoredPolicy[]>;
  /** Newest first; empty when there is no such policy. */
  versions(policyId: PolicyId): Promise<readonly PolicyVersion[]>;
  /**
   * Sets {@link StoredPolicy.enabled} and records the event, both or neither.
   * @throws {EngineError} `policy.not-found`
   */
  setEnabled(policyId: PolicyId, enabled: boolean, event: AuditEvent): Promise<void>;
}
