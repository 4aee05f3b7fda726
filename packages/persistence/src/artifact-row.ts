import type { Artifact } from '@daybook/stages-render';
import { compress, decompress } from './compressed.ts';
import type { DryRunArtifactsTable } from './internal-tables.ts';

/** The columns of an artifact, its bytes compressed. */
export async function toArtifactRow(artifact: Artifact): Promise<DryRunArtifactsTable> {
  return {
    artifact_id: artifact.artifactId,
    report_id: artifact.reportId,
    version: artifact.version,
    format: artifact.format,
    name: artifact.name,
    sha256: artifact.sha256,
    render_key: artifact.renderKey,
    run_id: artifact.runId,
    content: await compress(artifact.bytes),
  };
}

/** The artifact that stands in those columns. */
export async function toArtifact(row: DryRunArtifactsTable): Promise<Artifact> {
  return {
    artifactId: row.artifact_id,
    reportId: row.report_id,
    version: row.version,
    format: row.format,
    name: row.name,
    bytes: await decompress(row.content),
    sha256: row.sha256,
    renderKey: row.render_key,
    runId: row.run_id,
  };
}
