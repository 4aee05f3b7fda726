import type { ArtifactId, RunId } from '@daybook/kernel';
import type { Artifact } from '@daybook/stages-render';
import { toArtifact, toArtifactRow } from './artifact-row.ts';
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
      const row = await toArtifactRow(artifact);
      await database.write(({ queries }) =>
        queries
          .insertInto('dry_run_artifacts')
          .values({ ...row, run_id: runId })
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
      return row && toArtifact(row);
    },
  };
}
