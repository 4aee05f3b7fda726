import type { ArtifactId, RunId } from '@daybook/kernel';
import type { Artifact } from '@daybook/stages-render';
import { compress, decompress } from './compressed.ts';
import type { Database } from './database.ts';

/** What runs for show rendered. */
export interface DryRunArtifacts {
  /** Keeps what that run rendered; the same artifact twice is kept once. */
  save(runId: RunId, artifact: Artifact): Promise<void>;
  /** The artifact of that id, of whichever run; `undefined` when no run for show rendered it. */
  read(artifactId: ArtifactId): Promise<Artifact | undefined>;
}

export function createDryRunArtifacts(database: Database): DryRunArtifacts {
  return {
    async save(runId, artifact) {
      const content = await compress(artifact.bytes);
      await database.write(({ queries }) =>
        queries
          .insertInto('dry_run_artifacts')
          .values({
            run_id: runId,
            artifact_id: artifact.artifactId,
            report_id: artifact.reportId,
            version: artifact.version,
            format: artifact.format,
            name: artifact.name,
            sha256: artifact.sha256,
            render_key: artifact.renderKey,
            content,
          })
          .onConflict((conflict) => conflict.columns(['run_id', 'artifact_id']).doNothing())
          .execute(),
      );
    },
    async read(artifactId) {
      const row = await database.read(({ queries }) =>
        queries
          .selectFrom('dry_run_artifacts')
          .selectAll()
          .where('artifact_id', '=', artifactId)
          .orderBy('run_id', 'desc')
          .limit(1)
          .executeTakeFirst(),
      );
      if (row === undefined) return undefined;
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
    },
  };
}
