import {
  derivedId,
  type PolicyId,
  type ReportId,
  sha256,
  toArtifactId,
  toDeliveryId,
  toPolicyId,
  toReportId,
  toRunId,
} from '@daybook/kernel';
import {
  createArtifactStore,
  createDeliveryStore,
  createReportStore,
  type Database,
} from '@daybook/persistence';
import type { DeliveryIntent } from '@daybook/stages-send';
import { at } from './stored-policies.ts';

/** Stores the next version of the report of that slug. */
export async function storeReport(
  database: Database,
  report: string,
  given: { readonly policyId?: PolicyId; readonly title?: string; readonly second?: number } = {},
): Promise<ReportId> {
  const { policyId = toPolicyId('pol_1'), title = 'Brief', second = 0 } = given;
  const reportId = toReportId(derivedId('rep', report));
  const content = `${report} ${title} ${second}`;
  await createReportStore(database).save({
    reportId,
    policyId,
    report,
    title,
    spec: {},
    snapshot: { queries: {}, newestDate: null },
    snapshotSha256: sha256('snapshot'),
    contentSha256: sha256(content),
    empty: false,
    runId: toRunId('run_1'),
    asOf: at(second),
  });
  return reportId;
}

/** Stores an artifact of version 1 of a report. */
export async function storeArtifact(
  database: Database,
  reportId: ReportId,
  { name, bytes }: { readonly name: string; readonly bytes: Uint8Array },
): Promise<void> {
  await createArtifactStore(database).save({
    artifactId: toArtifactId(`art_${name}`),
    reportId,
    version: 1,
    format: name.endsWith('.pdf') ? 'pdf' : 'html',
    name,
    bytes,
    sha256: sha256(bytes),
    renderKey: sha256(name),
    runId: toRunId('run_1'),
  });
}

/** Claims a delivery, so that it is `sending`. */
export async function claimDelivery(
  database: Database,
  name: string,
  given: Partial<DeliveryIntent> & { readonly second?: number } = {},
): Promise<DeliveryIntent> {
  const { second = 0, ...rest } = given;
  const intent: DeliveryIntent = {
    deliveryId: toDeliveryId(`dlv_${name}`),
    deliveryKey: sha256(name),
    reportId: toReportId('rep_1'),
    version: 1,
    artifactId: toArtifactId('art_1'),
    channel: 'email',
    recipient: 'me@example.org',
    runId: toRunId('run_1'),
    at: at(second),
    ...rest,
  };
  await createDeliveryStore(database).claim(intent);
  return intent;
}
