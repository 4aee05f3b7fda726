import type { RouteOutput, routes } from '@daybook/api-contract';
import { sqlFunctions } from './sql-functions.ts';

/** How much a query and its answer may be; bytes are those of the values, 8 for a number. */
export const queryLimits = { characters: 10_000, rows: 10_000, bytes: 4 * 1024 * 1024 } as const;

/** What a query may use, for editors and agents. */
export function sqlRules(): RouteOutput<typeof routes.getSqlRules> {
  return { functions: sqlFunctions.map((entry) => ({ ...entry })), limits: { ...queryLimits } };
}
