import { runTables } from './0003-run-tables.ts';
import type { Migration } from './migration.ts';

export const thirdLight: Migration = {
  version: 3,
  name: 'third-light',
  sql: runTables,
};
