import type { Migration } from './migration.ts';

/** What runs for show rendered; it belongs to their records and to no report. */
export const dryRunArtifacts: Migration = {
  version: 4,
  name: 'dry-run-artifacts',
  sql: `
CREATE TABLE dry_run_artifacts (
  run_id TEXT NOT NULL,
  artifact_id TEXT NOT NULL,
  report_id TEXT NOT NULL,
  version INTEGER NOT NULL CHECK (version >= 1),
  format TEXT NOT NULL,
  name TEXT NOT NULL,
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  render_key TEXT NOT NULL CHECK (length(render_key) = 64),
  content BLOB NOT NULL,
  PRIMARY KEY (run_id, artifact_id)
) STRICT;

CREATE INDEX dry_run_artifacts_by_id ON dry_run_artifacts (artifact_id);
`,
};
