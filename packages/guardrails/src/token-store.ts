import type { Instant, Sha256 } from '@daybook/kernel';

/** What a caller may do. */
export const scopes = ['read', 'author', 'run', 'approve', 'admin'] as const;
export type Scope = (typeof scopes)[number];

/** `agent`: never more than `read author run`. `person`: made by a person for own scripts. `session`: the signed-in GUI or a command. */
export type TokenKind = 'agent' | 'person' | 'session';

/** A token as kept: its hash, never itself. */
export interface TokenRecord {
  readonly tokenId: string;
  readonly kind: TokenKind;
  /** Who holds it, as a person will recognise it. */
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly sha256: Sha256;
  readonly createdAt: Instant;
  /** `null`: until it is revoked. */
  readonly expiresAt: Instant | null;
}

/** Where tokens are kept. */
export interface TokenStore {
  add(token: TokenRecord): Promise<void>;
  /** The token of that hash; `undefined` when there is none or it was revoked. */
  find(sha256: Sha256): Promise<TokenRecord | undefined>;
  /** Those that were not revoked, newest first. */
  list(): Promise<readonly TokenRecord[]>;
  /** Whether there was such a token. */
  revoke(tokenId: string, at: Instant): Promise<boolean>;
}
