import type { Decision, TokenKind, Verdict } from '@daybook/guardrails';
import type {
  ArtifactFormat,
  ArtifactId,
  DatasetName,
  DeliveryId,
  Instant,
  PolicyId,
  ReportId,
  RunCause,
  RunId,
  Sha256,
  StoredDatasetName,
} from '@daybook/kernel';
import type { RunStatus, SkipReason, StepStatus } from '@daybook/runner';
import type { Schedule, Slot, SlotReason } from '@daybook/scheduler';
import type { ChannelName, DeliveryStatus } from '@daybook/stages-send';

/** The engine's own tables, column by column; policies can't read them. Canonical tables are not listed. */
export interface InternalTables {
  readonly policies: PoliciesTable;
  readonly policy_versions: PolicyVersionsTable;
  readonly approvals: ApprovalsTable;
  readonly policy_version_verdicts: PolicyVersionVerdictsView;
  readonly schedules: SchedulesTable;
  readonly slots: SlotsTable;
  readonly pipeline_runs: PipelineRunsTable;
  readonly pipeline_steps: PipelineStepsTable;
  readonly run_log: RunLogTable;
  readonly lease: LeaseTable;
  readonly payloads: PayloadsTable;
  readonly payload_origins: PayloadOriginsTable;
  readonly reports: ReportsTable;
  readonly report_versions: ReportVersionsTable;
  readonly artifacts: ArtifactsTable;
  readonly dry_run_artifacts: DryRunArtifactsTable;
  readonly report_delivery: ReportDeliveryTable;
  readonly audit_log: AuditLogTable;
  readonly quotas: QuotasTable;
  readonly tokens: TokensTable;
  readonly settings: SettingsTable;
  readonly notices: NoticesTable;
  readonly idempotency: IdempotencyTable;
  readonly dataset_changes: DatasetChangesTable;
}

export interface PoliciesTable {
  readonly policy_id: PolicyId;
  readonly name: string;
  readonly created_at: Instant;
  readonly enabled: number;
  /** `paused_at` and `paused_by` are null together. */
  readonly paused_at: Instant | null;
  readonly paused_by: string | null;
}

export interface PolicyVersionsTable {
  readonly policy_id: PolicyId;
  readonly version: number;
  /** JSON. */
  readonly document: string;
  readonly document_sha256: Sha256;
  readonly created_at: Instant;
  readonly created_by: string;
}

export interface ApprovalsTable {
  /** From 1, without gaps. */
  readonly sequence: number;
  readonly policy_id: PolicyId;
  readonly version: number;
  readonly verdict: Decision['verdict'];
  readonly hash: Sha256;
  readonly actor: string;
  readonly decided_at: Instant;
}

/** Every version with what became of it, by the decisions about it and the versions after it. */
export interface PolicyVersionVerdictsView extends PolicyVersionsTable {
  readonly verdict: Verdict;
  /** 1 for the newest version of the policy. */
  readonly newest: number;
  readonly approved_hash: Sha256 | null;
  /** `decided_at` and `decided_by` are null together. */
  readonly decided_at: Instant | null;
  readonly decided_by: string | null;
}

export interface SchedulesTable {
  readonly policy_id: PolicyId;
  readonly version: number;
  /** JSON: what the trigger says of time. */
  readonly timing: string;
  readonly misfire_grace_time: number | null;
  readonly coalesce: number;
  readonly enabled: number;
  readonly standing: Schedule['standing'];
  readonly accounted_until: Instant;
}

export interface SlotsTable {
  readonly policy_id: PolicyId;
  readonly scheduled_for: Instant;
  readonly version: number;
  readonly status: Slot['state']['status'];
  readonly reason: SlotReason | null;
  readonly run_id: RunId | null;
  readonly recorded_at: Instant;
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
  /** Which process runs it; null for runs from before this was recorded. */
  readonly process: string | null;
  readonly resumed_from: RunId | null;
  readonly dry_run: number;
}

export interface PipelineStepsTable {
  readonly run_id: RunId;
  readonly step_id: string;
  /** From 0, in the order of the policy. */
  readonly position: number;
  readonly type: string;
  readonly step_version: number;
  /** 64 zeros for steps from before this was recorded. */
  readonly params_sha256: Sha256;
  readonly status: StepStatus;
  readonly attempt: number | null;
  readonly started_at: Instant | null;
  readonly finished_at: Instant | null;
  readonly skip_reason: SkipReason | null;
  /** JSON. */
  readonly output: string | null;
  /** JSON. */
  readonly failure: string | null;
  /** 1 when the output is that of the run which this one resumes. */
  readonly reused: number;
  /** JSON; how `skip_if` was decided. */
  readonly trace: string | null;
}

/** Every commit of a run, without outputs. */
export interface RunLogTable {
  readonly run_id: RunId;
  /** From 1, without gaps. */
  readonly sequence: number;
  readonly at: Instant;
  /** JSON. */
  readonly body: string;
}

/** One row, whether anybody holds the lease or not. */
export interface LeaseTable {
  readonly name: 'runner';
  /** `holder` and `expires_at` are null together: while nobody holds it. */
  readonly holder: string | null;
  /** That of the newest holder, also when it has given the lease back. */
  readonly fence: number;
  readonly expires_at: Instant | null;
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

/** What runs for show rendered; like {@link ArtifactsTable}, without a counted length. */
export type DryRunArtifactsTable = Omit<ArtifactsTable, 'bytes'>;

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
  /** Length before compression; null for artifacts from before this was recorded. */
  readonly bytes: number | null;
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

export interface AuditLogTable {
  /** From 1, without gaps. */
  readonly sequence: number;
  readonly at: Instant;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  /** JSON. */
  readonly details: string;
}

export interface QuotasTable {
  readonly bucket: string;
  /** What the bucket holds, in parts of a token; `refill_ms` of them are one. */
  readonly tokens: number;
  readonly refill_ms: number;
  readonly updated_at: Instant;
}

export interface TokensTable {
  readonly token_id: string;
  readonly kind: TokenKind;
  readonly name: string;
  /** JSON. */
  readonly scopes: string;
  readonly sha256: Sha256;
  readonly created_at: Instant;
  readonly expires_at: Instant | null;
  readonly revoked_at: Instant | null;
}

export interface SettingsTable {
  readonly key: string;
  /** JSON. */
  readonly value: string;
  readonly updated_at: Instant;
}

export interface NoticesTable {
  readonly notice_id: string;
  readonly kind: 'run_failed' | 'run_needs_attention' | 'run_missed' | 'scheduler_stalled';
  readonly policy_id: PolicyId | null;
  readonly policy_name: string | null;
  readonly run_id: RunId | null;
  readonly message: string;
  readonly created_at: Instant;
  readonly mail: 'pending' | 'sent' | 'failed' | 'none';
  readonly dismissed_at: Instant | null;
}

export interface IdempotencyTable {
  readonly token_id: string;
  readonly key: string;
  readonly route: string;
  readonly body_sha256: Sha256;
  readonly created_at: Instant;
  /** `status` and `body` are null together: while the call is under way. */
  readonly status: number | null;
  /** JSON. */
  readonly body: string | null;
}

export interface DatasetChangesTable {
  readonly dataset: StoredDatasetName;
  /** From 1; one more with every transaction that changed a row of the dataset. */
  readonly changes: number;
}
