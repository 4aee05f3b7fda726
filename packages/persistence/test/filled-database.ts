import {
  canonicalJson,
  derivedId,
  sha256,
  toArtifactId,
  toInstant,
  toPolicyId,
  toReportId,
  toRunId,
} from '@daybook/kernel';
import {
  createArtifactStore,
  createPayloadStore,
  createPolicyStore,
  createReportStore,
  createRowStore,
  type Database,
} from '@daybook/persistence';
import { at, eventOf } from './stored-policies.ts';

/** Puts something of everything that has a hash into a database: a policy, a payload, rows, a report, an artifact. */
export async function fill(database: Database, count = 3): Promise<void> {
  const document = { name: 'brief', trigger: { cron: '0 9 * * *', enabled: true } };
  const policyId = toPolicyId(derivedId('pol', 'brief'));
  await createPolicyStore(database).saveVersion(
    {
      policyId,
      name: 'brief',
      document,
      documentSha256: sha256(canonicalJson({ name: 'brief', trigger: { cron: '0 9 * * *' } })),
      enabled: true,
      at: at(0),
      actor: 'person:cli',
    },
    eventOf(policyId),
  );
  for (let number = 0; number < count; number += 1) {
    const { sha256: payload } = await storePayload(database, `payload ${number}`, number);
    await storeRow(database, `S${number}`, payload);
  }
  await storeReportVersion(database, { number: 1 });
}

/** Keeps a payload that was fetched at that second. */
export function storePayload(database: Database, text: string, second: number) {
  return createPayloadStore(database).put({
    bytes: Buffer.from(text),
    contentType: 'text/plain',
    provider: 'sample',
    dataset: 'instruments',
    entityKey: text,
    source: 'sample',
    fetchedAt: at(second),
  });
}

/** Writes a row that came from a payload. */
export async function storeRow(database: Database, symbol: string, payload: string): Promise<void> {
  await createRowStore(database).write({
    dataset: 'instruments',
    provider: 'sample',
    write: 'merge',
    rows: [
      {
        values: { symbol, name: symbol, type: null, currency: null, exchange: null },
        payloadSha256: sha256Of(payload),
      },
    ],
    quarantined: [],
    runId: toRunId('run_1'),
    stepId: 'load',
    loadedAt: toInstant(0),
  });
}

function sha256Of(text: string): ReturnType<typeof sha256> {
  return text as ReturnType<typeof sha256>;
}

/** Stores the next version of the report, made by that run, with one artifact named after the version. */
export async function storeReportVersion(
  database: Database,
  { number, runId = `run_${number}` }: { readonly number: number; readonly runId?: string },
): Promise<void> {
  const reportId = toReportId(derivedId('rep', 'brief'));
  const snapshot = { queries: {}, newestDate: null };
  await createReportStore(database).save({
    reportId,
    policyId: toPolicyId('pol_1'),
    report: 'brief',
    title: 'Brief',
    spec: { number },
    snapshot,
    snapshotSha256: sha256(canonicalJson(snapshot)),
    contentSha256: sha256(`content ${number}`),
    empty: false,
    runId: toRunId(runId),
    asOf: at(number),
  });
  const bytes = Buffer.from(`<p>version ${number}</p>`);
  await createArtifactStore(database).save({
    artifactId: toArtifactId(`art_${number}`),
    reportId,
    version: number,
    format: 'html',
    name: 'brief.html',
    bytes,
    sha256: sha256(bytes),
    renderKey: sha256(`render ${number}`),
    runId: toRunId(runId),
  });
}
