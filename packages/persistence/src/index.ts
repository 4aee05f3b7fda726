export { createApprovalStore } from './approval-store.ts';
export { allowedFunctionNames } from './sql/allowed-functions.ts';
export { analyseQuery } from './sql/analyse-query.ts';
export { createArtifactStore } from './artifact-store.ts';
export { createAuditLog } from './audit-log.ts';
export { type Backup, backupDatabase, type BackupOptions, type BackupStage } from './backup-database.ts';
export { changeKey, type KeyChangeOptions, type KeyChangeStage } from './change-key.ts';
export type { Database } from './database.ts';
export {
  createDatasetCatalogue,
  type DatasetCatalogue,
  type StoredDatasetSummary,
} from './dataset-catalogue.ts';
export {
  createDeliveryLog,
  type DeliveryLog,
  type DeliveryPage,
  type DeliveryResolution,
  type LoggedDelivery,
} from './delivery-log.ts';
export { createDryRunArtifacts, type DryRunArtifacts } from './dry-run-artifacts.ts';
export { createDeliveryStore } from './delivery-store.ts';
export {
  type CallAnswer,
  type CallStanding,
  createIdempotencyStore,
  type IdempotencyStore,
  type IdempotentCall,
} from './idempotency-store.ts';
export { createLeaseStore } from './lease-store.ts';
export { createNoticeStore, type NewNotice, type Notice, type NoticeStore } from './notice-store.ts';
export { openDatabase } from './open-database.ts';
export { createPayloadStore } from './payload-store.ts';
export { createPolicyStore } from './policy-store.ts';
export { type CheckQuery, createQueryCheck } from './prepare-query.ts';
export { createQuotaStore } from './quota-store.ts';
export {
  type ArtifactSummary,
  createReportCatalogue,
  type ReportCatalogue,
  type ReportPage,
  type ReportSummary,
  type ReportVersionSummary,
} from './report-catalogue.ts';
export {
  createReportDatabase,
  type OpenReportDatabase,
  type ReportDatabasePorts,
} from './report-database.ts';
export { createReportStore } from './report-store.ts';
export {
  restoreDatabase,
  type Restored,
  type RestoreOptions,
  type RestoreStage,
} from './restore-database.ts';
export {
  createRetention,
  type Removable,
  type Retention,
  type RetentionFindings,
  type RetentionRules,
} from './retention.ts';
export { createRowStore } from './row-store.ts';
export {
  createRunHistory,
  type RunHistory,
  type RunPage,
  type RunSummary,
  type UnfinishedRun,
} from './run-history.ts';
export { createRunRecovery, type InterruptedStatus, type RunRecovery } from './run-recovery.ts';
export { createRunStore } from './run-store.ts';
export { createSandbox, type Sandbox, type SandboxOptions } from './sandbox/create-sandbox.ts';
export { createScheduleStore } from './schedule-store.ts';
export { createSettingsStore, type SettingsStore } from './settings-store.ts';
export { createTokenStore } from './token-store.ts';
export {
  type Check,
  type CheckName,
  checkNames,
  type CheckProgress,
  type Verification,
  verifyDatabase,
} from './verify-database.ts';
export { opensWith } from './with-connection.ts';
