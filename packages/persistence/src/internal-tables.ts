import type {
  ArtifactFormat,
  ArtifactId,
  DatasetName,
  DeliveryId,
  Instant,
  PolicyId,
  ReportId,
  RunId,
  Sha256,
} from '@daybook/kernel';
import type { RunCause, RunStatus, SkipReason, StepStatus } from '@daybook/runner';
import type { ChannelName, DeliveryStatus } from '@daybook/stages-send';

/** The engine's own tables, column by column; policies can't read them. Canonical tables are not listed. */
export interface InternalTables {
  readonly policies: PoliciesTable;
  readonly policy_versions: PolicyVersionsTable;
  readonly pipeline_runs: PipelineRunsTable;
  readonly pipeline_steps: PipelineStepsTable;
  readonly payloads: PayloadsTable;
  readonly payload_origins: PayloadOriginsTable;
  readonly reports: ReportsTable;
  readonly report_versions: ReportVersionsTable;
  readonly artifacts: ArtifactsTable;
  readonly report_delivery: ReportDeliveryTable;
}

export interface PoliciesTable {
  readonly policy_id: PolicyId;
  readonly name: string;
  readonly created_at: Instant;
}

export interface PolicyVersionsTable {
  readonly policy_id: PolicyId;
  readonly version: number;
  /** JSON. */
  readonly document: string;
  readonly document_sha256: Sha256;
  readonly created_at: Instant;
}

export interface PipelineRunsTable {
  readonly run_id: RunId;
  readonly policy_id: PolicyId;
  readonly policy_version: number;
  readonly cause: RunCause;
  readonly actor: string;
  readonly scheduled_for: Instant;
  readonly created_at: Instant;
  readonly status: RunStatus;
  readonly started_at: Instant | null;
  readonly finished_at: Instant | null;
}

export interface PipelineStepsTable {
  readonly run_id: RunId;
  readonly step_id: string;
  /** From 0, in the order of the policy. */
  readonly position: number;
  readonly type: string;
  readonly step_version: number;
  readonly status: StepStatus;
  readonly attempt: number | null;
  readonly started_at: Instant | null;
  readonly finished_at: Instant | null;
  readonly skip_reason: SkipReason | null;
  /** JSON. */
  readonly output: string | null;
  /** JSON. */
  readonly failure: string | null;
}

export interface PayloadsTable {
  readonly sha256: Sha256;
  readonly content_type: string;
  /** Length before compression. */
  readonly bytes: number;
  /** Brotli. */
  readonly content: Uint8Array;
}

export interface PayloadOriginsTable {
  readonly payload_sha256: Sha256;
  readonly provider: string;
  readonly dataset: DatasetName;
  readonly entity_key: string;
  readonly source: string;
  readonly fetched_at: Instant;
}

export interface ReportsTable {
  readonly report_id: ReportId;
  readonly policy_id: PolicyId;
  readonly report: string;
}

export interface ReportVersionsTable {
  readonly report_id: ReportId;
  readonly version: number;
  readonly title: string;
  /** JSON in Brotli. */
  readonly spec: Uint8Array;
  /** JSON in Brotli. */
  readonly snapshot: Uint8Array;
  readonly snapshot_sha256: Sha256;
  readonly content_sha256: Sha256;
  readonly empty: number;
  readonly run_id: RunId;
  readonly as_of: Instant;
}

export interface ArtifactsTable {
  readonly artifact_id: ArtifactId;
  readonly report_id: ReportId;
  readonly version: number;
  readonly format: ArtifactFormat;
  readonly name: string;
  readonly sha256: Sha256;
  readonly render_key: Sha256;
  readonly run_id: RunId;
  /** Brotli. */
  readonly content: Uint8Array;
}

export interface ReportDeliveryTable {
  readonly delivery_id: DeliveryId;
  readonly delivery_key: Sha256;
  readonly report_id: ReportId;
  readonly version: number;
  readonly artifact_id: ArtifactId;
  readonly channel: ChannelName;
  readonly recipient: string;
  readonly run_id: RunId;
  readonly status: DeliveryStatus;
  readonly reason: string | null;
  readonly claimed_at: Instant;
  readonly finished_at: Instant | null;
}
