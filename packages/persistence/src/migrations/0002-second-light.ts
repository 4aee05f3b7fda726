import { policyTables } from './0002-policy-tables.ts';
import { recordTables } from './0002-record-tables.ts';
import type { Migration } from './migration.ts';

export const secondLight: Migration = {
  version: 2,
  name: 'second-light',
  sql: `${policyTables}\n${recordTables}`,
};
