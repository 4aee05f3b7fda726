import { sha256 } from '@daybook/kernel';
import type { PayloadStore } from '@daybook/stages-fetch';
import type { PayloadSource } from '@daybook/stages-transform';
import { compress, decompress } from './compressed.ts';
import type { Database } from './database.ts';

/** What fetch keeps and transform reads: each payload once, by its hash, compressed. */
export function createPayloadStore(database: Database): PayloadStore & PayloadSource {
  return {
    async put(payload) {
      const hash = sha256(payload.bytes);
      const kept = await database.read(({ queries }) =>
        queries.selectFrom('payloads').select('sha256').where('sha256', '=', hash).executeTakeFirst(),
      );
      // Outside the transaction: compressing takes longer than writing, and others wait for the writer.
      const content = kept ? undefined : await compress(payload.bytes);

      return database.write(async ({ queries }) => {
        let alreadyKept = true;
        if (content) {
          const inserted = await queries
            .insertInto('payloads')
            .values({
              sha256: hash,
              content_type: payload.contentType,
              bytes: payload.bytes.byteLength,
              content,
            })
            .onConflict((conflict) => conflict.doNothing())
            .executeTakeFirstOrThrow();
          alreadyKept = inserted.numInsertedOrUpdatedRows === 0n;
        }
        await queries
          .insertInto('payload_origins')
          .values({
            payload_sha256: hash,
            provider: payload.provider,
            dataset: payload.dataset,
            entity_key: payload.entityKey,
            source: payload.source,
            fetched_at: payload.fetchedAt,
          })
          .onConflict((conflict) => conflict.doNothing())
          .execute();
        return { sha256: hash, alreadyKept };
      });
    },

    async read(hash) {
      const payload = await database.read(({ queries }) =>
        queries
          .selectFrom('payloads')
          .select(['content', 'content_type'])
          .where('sha256', '=', hash)
          .executeTakeFirst(),
      );
      if (payload === undefined) return undefined;
      return { bytes: await decompress(payload.content), contentType: payload.content_type };
    },
  };
}
