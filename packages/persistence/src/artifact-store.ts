import type { Artifact, ArtifactStore } from '@daybook/stages-render';
import { compress, decompress } from './compressed.ts';
import type { Database } from './database.ts';
import type { ArtifactsTable } from './internal-tables.ts';

/** Rendered bytes, compressed. */
export function createArtifactStore(database: Database): ArtifactStore {
  return {
    async find(renderKey) {
      const row = await database.read(({ queries }) =>
        queries
          .selectFrom('artifacts')
          .selectAll()
          .where('render_key', '=', renderKey)
          .orderBy('artifact_id')
          .limit(1)
          .executeTakeFirst(),
      );
      return row && toArtifact(row);
    },

    async save(artifact) {
      const content = await compress(artifact.bytes);
      await database.write(({ queries }) =>
        queries
          .insertInto('artifacts')
          .values({
            artifact_id: artifact.artifactId,
            report_id: artifact.reportId,
            version: artifact.version,
            format: artifact.format,
            name: artifact.name,
            sha256: artifact.sha256,
            render_key: artifact.renderKey,
            run_id: artifact.runId,
            content,
            bytes: artifact.bytes.byteLength,
          })
          .onConflict((conflict) => conflict.column('artifact_id').doNothing())
          .execute(),
      );
    },

    async read(artifactId) {
      const row = await database.read(({ queries }) =>
        queries.selectFrom('artifacts').selectAll().where('artifact_id', '=', artifactId).executeTakeFirst(),
      );
      return row && toArtifact(row);
    },
  };
}

async function toArtifact(row: ArtifactsTable): Promise<Artifact> {
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
