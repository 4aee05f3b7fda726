import { EngineError } from '@daybook/kernel';
import type { TokenRecord, TokenStore } from '../token-store.ts';

/** Keeps tokens in memory, by the rules that every token store has. */
export function createMemoryTokenStore(): TokenStore {
  const tokens = new Map<string, TokenRecord>();
  return {
    async add(token) {
      const { tokenId, kind, name, scopes, sha256, createdAt, expiresAt } = token;
      if (tokens.has(tokenId)) {
        throw new EngineError('store.failed', `The token ${tokenId} exists already; nothing was changed.`);
      }
      tokens.set(tokenId, { tokenId, kind, name, scopes: [...scopes], sha256, createdAt, expiresAt });
    },
    find: async (sha256) => [...tokens.values()].find((token) => token.sha256 === sha256),
    list: async () =>
      [...tokens.values()].sort(
        (one, other) => Number(one.createdAt < other.createdAt) - Number(one.createdAt > other.createdAt),
      ),
    revoke: async (tokenId) => tokens.delete(tokenId),
  };
}
