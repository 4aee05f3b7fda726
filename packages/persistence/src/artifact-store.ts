import type { ArtifactStore } from '@daybook/stages-render';
import { toArtifact, toArtifactRow } from './artifact-row.ts';
import type { Database } from './database.ts';

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
      const row = await toArtifactRow(artifact);
      await database.write(({ queries }) =>
        queries
          .insertInto('artifacts')
          .values({ ...row, bytes: artifact.bytes.byteLength })
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
