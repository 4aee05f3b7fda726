import type { Migration } from './migration.ts';

/** How often the rows of each dataset have changed: whoever holds a copy of them can tell that it is old. */
export const datasetChanges: Migration = {
  version: 7,
  name: 'dataset-changes',
  sql: `
CREATE TABLE dataset_changes (
  dataset TEXT PRIMARY KEY,
  changes INTEGER NOT NULL CHECK (changes >= 1)
) STRICT, WITHOUT ROWID;
`,
};
