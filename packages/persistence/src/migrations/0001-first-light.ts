import { canonicalTables } from './0001-canonical-tables.ts';
import { internalTables } from './0001-internal-tables.ts';
import type { Migration } from './migration.ts';

export const firstLight: Migration = {
  version: 1,
  name: 'first-light',
  sql: `${internalTables}\n${canonicalTables}`,
};
