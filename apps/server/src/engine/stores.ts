import {
  createApprovalStore,
  createArtifactStore,
  createAuditLog,
  createDatasetCatalogue,
  createDryRunArtifacts,
  createDeliveryLog,
  createDeliveryStore,
  createIdempotencyStore,
  createLeaseStore,
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
  type Sandbox,
} from '@daybook/persistence';

/** Every store of one database, by what it keeps. */
export type Stores = ReturnType<typeof createStores>;

/**
 * @param sandbox runs foreign SQL; it belongs to the caller.
 * @param process names the engine that works on the runs it creates.
 * @param fence what the lease gave it; runs are written with it.
 */
export function createStores(
  { database, sandbox }: { readonly database: Database; readonly sandbox: Sandbox },
  process: string,
  fence: () => number | null,
) {
  return {
    policies: createPolicyStore(database),
    approvals: createApprovalStore(database),
    audit: createAuditLog(database),
    quotas: createQuotaStore(database),
    tokens: createTokenStore(database),
    schedules: createScheduleStore(database),
    runs: createRunStore(database, { process, fence }),
    leases: createLeaseStore(database),
    history: createRunHistory(database),
    recovery: createRunRecovery(database, { fence }),
    payloads: createPayloadStore(database),
    rows: createRowStore(database),
    canonicalRows: createReportDatabase({ database, sandbox }),
    datasets: createDatasetCatalogue(database),
    reports: createReportStore(database),
    catalogue: createReportCatalogue(database),
    artifacts: createArtifactStore(database),
    dryRunArtifacts: createDryRunArtifacts(database),
    deliveries: createDeliveryStore(database),
    deliveryLog: createDeliveryLog(database),
    settings: createSettingsStore(database),
    notices: createNoticeStore(database),
    idempotency: createIdempotencyStore(database),
  };
}
