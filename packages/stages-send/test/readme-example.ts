import { silentLogger, sha256, toInstant, toPolicyId, toReportId, toRunId } from '@daybook/kernel';
import { type ArtifactSource, createLocalFileChannel, createSendStep } from '@daybook/stages-send';
import { createMemoryDeliveryStore } from '@daybook/stages-send/testing';

export async function deliverBrief(folder: string) {
  const bytes = Buffer.from('<!doctype html><title>Weekly brief</title>');
  const artifact = { bytes, sha256: sha256(bytes), format: 'html', version: 1 } as const;
  const report = { reportId: toReportId('rep_1'), report: 'weekly-brief', date: '2020-12-31' };
  const artifacts: ArtifactSource = { read: async () => ({ ...artifact, ...report, skip: false }) };
  const step = createSendStep({
    artifacts,
    deliveries: createMemoryDeliveryStore(),
    channels: [createLocalFileChannel({ folder })],
    clock: { now: () => toInstant(1_609_452_000_000), sleep: async () => undefined },
  });
  const rendered = { ...artifact, artifact_id: 'art_1', report_id: 'rep_1', name: 'weekly-brief.html' };
  const reference = { ...rendered, bytes: bytes.byteLength, cached: false };
  const params = { channel: 'file', artifacts: [reference], folder: 'briefs' };
  return step.run(params, {
    runId: toRunId('run_1'),
    policyId: toPolicyId('pol_1'),
    stepId: 'deliver',
    attempt: 1,
    asOf: toInstant(1_609_452_000_000),
    signal: new AbortController().signal,
    log: silentLogger,
  });
  // deliveries: [{ recipient: 'briefs/weekly-brief-2020-12-31-v1.html', status: 'sent', … }]
}
