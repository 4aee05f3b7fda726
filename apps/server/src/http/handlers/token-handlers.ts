import { agentScopes, type Scope } from '@daybook/api-contract';
import type { AuditLog, Tokens } from '@daybook/guardrails';
import type { Clock } from '@daybook/kernel';
import type { Handlers } from '../handler.ts';
import { RequestRefusal } from '../problem.ts';

export interface TokenHandlerPorts {
  readonly tokens: Tokens;
  readonly audit: AuditLog;
  readonly clock: Clock;
}

type TokenHandlers = Pick<
  Handlers,
  'listTokens' | 'createToken' | 'revokeToken' | 'getSession' | 'endSession'
>;

/** Tokens of agents, and the session of whoever asks. */
export function createTokenHandlers({ tokens, audit, clock }: TokenHandlerPorts): TokenHandlers {
  const record = (
    actor: string,
    action: string,
    subject: string,
    details: { name?: string; scopes?: Scope[] },
  ) => audit.append({ at: clock.now(), actor, action, subject, details });

  return {
    async listTokens() {
      const items = (await tokens.list()).flatMap(({ tokenId, name, kind, scopes, createdAt }) =>
        kind === 'session' ? [] : [{ id: tokenId, name, kind, scopes: [...scopes], created_at: createdAt }],
      );
      return { items };
    },

    async createToken({ body: { name, scopes }, caller }) {
      const allowed: readonly Scope[] = agentScopes;
      const refused = scopes.filter((scope) => !allowed.includes(scope));
      if (refused.length > 0) {
        throw new RequestRefusal(
          422,
          'request.invalid',
          `A token for an agent can't hold ${refused.join(' or ')}: approving and settings stay with a person.`,
          [
            {
              pointer: '/scopes',
              code: 'request.invalid',
              message: `may hold ${allowed.join(', ')}`,
              severity: 'error',
            },
          ],
        );
      }
      const unique = [...new Set(scopes)];
      const { tokenId, token } = await tokens.issue({ kind: 'agent', name, scopes: unique });
      await record(caller.actor, 'token.created', tokenId, { name, scopes: unique });
      return { id: tokenId, name, kind: 'agent', scopes: unique, created_at: clock.now(), token };
    },

    async revokeToken({ params, caller }) {
      const existed = await tokens.revoke(params.id);
      if (!existed) throw new RequestRefusal(404, 'token.not-found', `There is no token ${params.id}.`);
      await record(caller.actor, 'token.revoked', params.id, {});
      return undefined;
    },

    async getSession({ caller: { name, kind, scopes } }) {
      return { name, kind, scopes: [...scopes] };
    },

    async endSession({ caller }) {
      if (caller.kind === 'session') await tokens.revoke(caller.tokenId);
      return undefined;
    },
  };
}
