import { z } from 'zod';
import { defineRoute } from './route.ts';
import { scope } from './scope.ts';
import { idOf, instant } from './texts.ts';

/** A token as it is shown: never itself. */
export const token = z.object({
  id: idOf('tok'),
  name: z.string(),
  kind: z.enum(['agent', 'person']),
  scopes: z.array(scope),
  created_at: instant,
});
export type TokenDocument = z.output<typeof token>;

export const tokenRoutes = {
  listTokens: defineRoute({
    method: 'GET',
    path: '/tokens',
    scope: 'admin',
    summary: 'Tokens that were not revoked, newest first.',
    answer: z.object({ items: z.array(token) }),
  }),
  createToken: defineRoute({
    method: 'POST',
    path: '/tokens',
    scope: 'admin',
    summary: 'Makes a token for an agent and shows it once.',
    body: z.strictObject({
      name: z
        .string()
        .trim()
        .min(1)
        .max(64)
        .regex(/^[\p{L}\p{N} ._-]+$/u, 'may hold letters, digits, spaces, dots, dashes and underscores'),
      scopes: z.array(scope).min(1).describe('For an agent: read, author, run; never approve or admin.'),
    }),
    status: 201,
    answer: token.extend({ token: z.string().describe('Shown once; it is stored hashed.') }),
  }),
  revokeToken: defineRoute({
    method: 'DELETE',
    path: '/tokens/{id}',
    scope: 'admin',
    summary: 'Revokes a token at once.',
    params: z.object({ id: idOf('tok') }),
    status: 204,
  }),
};
