import { forbiddenFunctions } from './forbidden-functions.ts';
import { forbiddenInjections } from './forbidden-injections.ts';
import type { ForbiddenQuery } from './forbidden-query.ts';
import { forbiddenStatements } from './forbidden-statements.ts';
import { forbiddenTables } from './forbidden-tables.ts';
import { forbiddenTexts } from './forbidden-texts.ts';

/** Every query that no policy may run. */
export const forbiddenQueries: readonly ForbiddenQuery[] = [
  ...forbiddenStatements,
  ...forbiddenTables,
  ...forbiddenFunctions,
  ...forbiddenTexts,
  ...forbiddenInjections,
];
