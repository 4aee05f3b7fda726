import {
  type ArtifactFormat,
  type Clock,
  parseInstant,
  sha256,
  silentLogger,
  toInstant,
  toEpochMs,
  toPolicyId,
  toReportId,
  toRunId,
} from '@daybook/kernel';
import type { StepCall } from '@daybook/registry';
import type { ArtifactSource, DeliverableArtifact } from '../src/artifact-source.ts';

/** A clock that is a second further at each look. */
export function createTickingClock(): Clock {
  let now = toEpochMs(parseInstant('2021-01-01T08:00:00Z')!);
  return {
    now: () => toInstant((now += 1_000)),
    sleep: () => Promise.reject(new Error('nothing here sleeps')),
  };
}

export interface FilledArtifacts extends ArtifactSource {
  readonly kept: Map<string, DeliverableArtifact>;
  /** Keeps an artifact and gives the reference to it, as `render` does. */
  add(format: ArtifactFormat, text: string, given?: Partial<DeliverableArtifact>): object;
}

export function createFilledArtifacts(): FilledArtifacts {
  const kept = new Map<string, DeliverableArtifact>();
  return {
    kept,
    read: (artifactId) => Promise.resolve(kept.get(artifactId)),
    add(format, text, given = {}) {
      const bytes = Buffer.from(text);
      const artifact: DeliverableArtifact = {
        bytes,
        sha256: sha256(bytes),
        format,
        reportId: toReportId('rep_1'),
        report: 'weekly-brief',
        version: 1,
        date: '2020-12-31',
        skip: false,
        ...given,
      };
      const artifactId = `art_${kept.size + 1}`;
      kept.set(artifactId, artifact);
      return {
        artifact_id: artifactId,
        report_id: artifact.reportId,
        version: artifact.version,
        format,
        name: `${artifact.report}.${format}`,
        sha256: artifact.sha256,
        bytes: bytes.byteLength,
        cached: false,
      };
    },
  };
}

export function stepCall(given: Partial<StepCall> = {}): StepCall {
  return {
    runId: toRunId('run_1'),
    policyId: toPolicyId('pol_1'),
    stepId: 'deliver',
    attempt: 1,
    asOf: parseInstant('2020-12-31T22:00:00Z')!,
    signal: new AbortController().signal,
    log: silentLogger,
    ...given,
  };
}
