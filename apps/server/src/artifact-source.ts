import { toEpochMs, toInstant } from '@daybook/kernel';
import type { ArtifactStore } from '@daybook/stages-render';
import { type ReportStore, skipsDelivery } from '@daybook/stages-report';
import type { ArtifactSource } from '@daybook/stages-send';

/** Lets deliveries read artifacts together with the report version that they show. */
export function createArtifactSource(artifacts: ArtifactStore, reports: ReportStore): ArtifactSource {
  return {
    async read(artifactId) {
      const artifact = await artifacts.read(artifactId);
      if (artifact === undefined) return undefined;
      const { bytes, sha256, format, reportId, version } = artifact;
      const stored = await reports.load(reportId, version);
      if (stored === undefined) return undefined;
      return {
        bytes,
        sha256,
        format,
        reportId,
        report: stored.report,
        version,
        date: toInstant(toEpochMs(stored.asOf)).slice(0, 10),
        skip: skipsDelivery(stored),
      };
    },
  };
}
