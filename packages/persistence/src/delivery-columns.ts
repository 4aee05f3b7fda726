import type { DeliveryRecord } from '@daybook/stages-send';
import type { ReportDeliveryTable } from './internal-tables.ts';

/** A delivery from its columns. */
export function toDeliveryRecord(row: ReportDeliveryTable): DeliveryRecord {
  return {
    deliveryId: row.delivery_id,
    deliveryKey: row.delivery_key,
    reportId: row.report_id,
    version: row.version,
    artifactId: row.artifact_id,
    channel: row.channel,
    recipient: row.recipient,
    runId: row.run_id,
    at: row.claimed_at,
    status: row.status,
    reason: row.reason,
    finishedAt: row.finished_at,
  };
}
