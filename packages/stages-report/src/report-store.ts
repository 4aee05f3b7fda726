import type { Instant, JsonValue, PolicyId, ReportId, RunId, Sha256, Snapshot } from '@daybook/kernel';

/** A state of a report that may become a new version. */
export interface ReportCandidate {
  readonly reportId: ReportId;
  readonly policyId: PolicyId;
  /** The slug. */
  readonly report: string;
  readonly title: string;
  /** Sections and settings, as in the policy. */
  readonly spec: JsonValue;
  readonly snapshot: Snapshot;
  readonly snapshotSha256: Sha256;
  /** Tells states apart: hash over spec and snapshot. */
  readonly contentSha256: Sha256;
  readonly empty: boolean;
  readonly runId: RunId;
  readonly asOf: Instant;
}

/** A stored version of a report. */
export interface StoredReport extends ReportCandidate {
  /** From 1. */
  readonly version: number;
}

/** Where report versions are kept. */
export interface ReportStore {
  /**
   * Adds the next version, unless the newest version of the report has the same content hash; then nothing is written
   * and that version is given back with `changed: false`.
   */
  save(candidate: ReportCandidate): Promise<{ readonly version: number; readonly changed: boolean }>;
  /** The version as stored; `undefined` when there is none. */
  load(reportId: ReportId, version: number): Promise<StoredReport | undefined>;
}
