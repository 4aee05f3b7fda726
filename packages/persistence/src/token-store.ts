import type { Scope, scopes, TokenRecord, TokenStore } from '@daybook/guardrails';
import { EngineError } from '@daybook/kernel';
import { z } from 'zod';
import type { Database } from './database.ts';
import type { TokensTable } from './internal-tables.ts';
import { fromStoredJson, toStoredJson } from './stored-json.ts';

// The owner's list decides; this package may import its ports as types only. A copy that differs does not compile.
const knownScopes: typeof scopes = ['read', 'author', 'run', 'approve', 'admin'];

const storedScopes: z.ZodType<readonly Scope[]> = z.array(z.enum(knownScopes));

/** Tokens in the encrypted database; a revoked one stays, for the record, and is found no more. */
export function createTokenStore(database: Database): TokenStore {
  return {
    async add(token) {
      await database.write(({ queries }) => queries.insertInto('tokens').values(toRow(token)).execute());
    },
    async find(sha256) {
      const row = await database.read(({ queries }) =>
        queries
          .selectFrom('tokens')
          .selectAll()
          .where('sha256', '=', sha256)
          .where('revoked_at', 'is', null)
          .executeTakeFirst(),
      );
      return row && toToken(row);
    },
    async list() {
      const rows = await database.read(({ queries }) =>
        queries
          .selectFrom('tokens')
          .selectAll()
          .where('revoked_at', 'is', null)
          .orderBy('created_at', 'desc')
          .orderBy('token_id', 'desc')
          .execute(),
      );
      return rows.map(toToken);
    },
    async revoke(tokenId, at) {
      const { numUpdatedRows } = await database.write(({ queries }) =>
        queries
          .updateTable('tokens')
          .set({ revoked_at: at })
          .where('token_id', '=', tokenId)
          .where('revoked_at', 'is', null)
          .executeTakeFirstOrThrow(),
      );
      return numUpdatedRows > 0n;
    },
  };
}

function toRow(token: TokenRecord): TokensTable {
  return {
    token_id: token.tokenId,
    kind: token.kind,
    name: token.name,
    scopes: toStoredJson(token.scopes),
    sha256: token.sha256,
    created_at: token.createdAt,
    expires_at: token.expiresAt,
    revoked_at: null,
  };
}

function toToken(row: TokensTable): TokenRecord {
  const found = storedScopes.safeParse(fromStoredJson(row.scopes));
  if (!found.success) {
    throw new EngineError(
      'store.damaged',
      `The token ${row.token_id} has scopes that there are not; revoke it, and restore the database from a backup.`,
    );
  }
  return {
    tokenId: row.token_id,
    kind: row.kind,
    name: row.name,
    scopes: found.data,
    sha256: row.sha256,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  };
}
