import {
  createApprovalStore,
  createArtifactStore,
  createAuditLog,
  createDatasetCatalogue,
  createDeliveryLog,
  createDeliveryStore,
  createIdempotencyStore,
  createNoticeStore,
  createPayloadStore,
  createPolicyStore,
  createQuotaStore,
  createReportCatalogue,
  createReportDatabase,
  createReportStore,
  createRowStore,
  createRunHistory,
  createRunRecovery,
  createRunStore,
  createScheduleStore,
  createSettingsStore,
  createTokenStore,
  type Database,
} from '@daybook/persistence';

/** Every store of one database, by what it keeps. */
export type Stores = ReturnType<typeof createStores>;

/** @param process names the process that works on the runs it creates. */
export function createStores(database: Database, process: string) {
  return {
    policies: createPolicyStore(database),
    approvals: createApprovalStore(database),
    audit: createAuditLog(database),
    quotas: createQuotaStore(database),
    tokens: createTokenStore(database),
    schedules: createScheduleStore(database),
    runs: createRunStore(database, { process }),
    history: createRunHistory(database),
    recovery: createRunRecovery(database),
    payloads: createPayloadStore(database),
    rows: createRowStore(database),
    canonicalRows: createReportDatabase(database),
    datasets: createDatasetCatalogue(database),
    reports: createReportStore(database),
    catalogue: createReportCatalogue(database),
    artifacts: createArtifactStore(database),
    deliveries: createDeliveryStore(database),
    deliveryLog: createDeliveryLog(database),
    settings: createSettingsStore(database),
    notices: createNoticeStore(database),
    idempotency: createIdempotencyStore(database),
  };
}
