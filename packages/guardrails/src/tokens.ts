import { type Clock, EngineError, type IdSource, sha256, toEpochMs, toInstant } from '@daybook/kernel';
import {
  scopes as allScopes,
  type Scope,
  type TokenKind,
  type TokenRecord,
  type TokenStore,
} from './token-store.ts';

/** A token to be made. */
export interface TokenRequest {
  readonly kind: TokenKind;
  /** Who will hold it, as a person will recognise it; 1-64 characters, in one line. */
  readonly name: string;
  /** None at all makes a token that only says who holds it. */
  readonly scopes: readonly Scope[];
  /** In milliseconds. @default until it is revoked */
  readonly lifetimeMs?: number;
}

/** A new token; its text is shown this once and kept nowhere. */
export interface IssuedToken {
  readonly tokenId: string;
  readonly token: string;
}

/** Who calls, and what they may do. */
export interface Authenticated {
  readonly tokenId: string;
  readonly kind: TokenKind;
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** As the audit log names them: `agent:<name>` or `person:<name>`. */
  readonly actor: string;
}

/** A token as it may be shown: without its hash. */
export type ListedToken = Omit<TokenRecord, 'sha256'>;

/** The keys to the API. */
export interface Tokens {
  /** @throws {EngineError} `usage.invalid` for a scope that an agent can't have, a bad name or a bad lifetime. */
  issue(request: TokenRequest): Promise<IssuedToken>;
  /** Whose token it is; `undefined` when it is malformed, unknown, revoked or expired. */
  authenticate(token: string): Promise<Authenticated | undefined>;
  /** Whether there was such a token. */
  revoke(tokenId: string): Promise<boolean>;
  /** Those that were not revoked, newest first, expired ones included. */
  list(): Promise<readonly ListedToken[]>;
}

export interface TokensPorts {
  readonly store: TokenStore;
  readonly clock: Clock;
  /** That many bytes that nobody can guess. */
  readonly randomBytes: (count: number) => Uint8Array;
  readonly ids: IdSource;
}

/** Tokens over this store; only their hashes are kept. */
export function createTokens({ store, clock, randomBytes, ids }: TokensPorts): Tokens {
  return {
    async issue(request) {
      checkRequest(request);
      const { kind, name, scopes, lifetimeMs } = request;
      const token = `dbk_${Buffer.from(randomBytes(32)).toString('base64url')}`;
      const tokenId = `tok_${ids.next()}`;
      const createdAt = clock.now();
      await store.add({
        tokenId,
        kind,
        name,
        scopes: allScopes.filter((scope) => scopes.includes(scope)),
        sha256: sha256(token),
        createdAt,
        expiresAt: lifetimeMs === undefined ? null : toInstant(toEpochMs(createdAt) + lifetimeMs),
      });
      return { tokenId, token };
    },
    async authenticate(token) {
      if (!/^dbk_[A-Za-z0-9_-]{43}$/.test(token)) return undefined;
      const record = await store.find(sha256(token));
      if (record === undefined) return undefined;
      if (record.expiresAt !== null && record.expiresAt <= clock.now()) return undefined;
      return toAuthenticated(record);
    },
    revoke: (tokenId) => store.revoke(tokenId, clock.now()),
    list: async () => (await store.list()).map(withoutHash),
  };
}

function withoutHash(token: TokenRecord): ListedToken {
  const { sha256: _, ...shown } = token;
  return shown;
}

/** What an agent's token can hold, whatever is asked for or stored. */
const agentScopes: ReadonlySet<Scope> = new Set(['read', 'author', 'run']);

function toAuthenticated({ tokenId, kind, name, scopes }: TokenRecord): Authenticated {
  const isAgent = kind === 'agent';
  return {
    tokenId,
    kind,
    name,
    scopes: isAgent ? scopes.filter((scope) => agentScopes.has(scope)) : scopes,
    actor: `${isAgent ? 'agent' : 'person'}:${name}`,
  };
}

function checkRequest({ kind, name, scopes, lifetimeMs }: TokenRequest): void {
  const barred = kind === 'agent' ? scopes.filter((scope) => !agentScopes.has(scope)) : [];
  if (barred.length > 0) {
    throw refused(
      `A token of an agent can never hold ${barred.join(' or ')}: those are for persons. Leave them out`,
    );
  }
  // The name becomes part of the actor in the audit log: it must not look like something else there.
  if (!/^[^\p{C}\p{Zl}\p{Zp}]{1,64}$/u.test(name) || name !== name.trim()) {
    throw refused('A token needs a name of 1 to 64 visible characters, without white space around it');
  }
  if (lifetimeMs !== undefined && !(lifetimeMs > 0 && lifetimeMs <= longestLifetimeMs)) {
    throw refused('A token lives between a millisecond and a hundred years');
  }
}

const longestLifetimeMs = 100 * 365 * 24 * 3_600_000;

function refused(why: string): EngineError {
  return new EngineError('usage.invalid', `${why}; no token was made.`);
}
