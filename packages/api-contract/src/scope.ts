import { z } from 'zod';

/** What a caller may do; a route needs exactly one of them. */
export const scopes = ['read', 'author', 'run', 'approve', 'admin'] as const;
export const scope = z.enum(scopes);
export type Scope = z.output<typeof scope>;

/** What an agent's token may hold at most. */
export const agentScopes = ['read', 'author', 'run'] as const satisfies readonly Scope[];
