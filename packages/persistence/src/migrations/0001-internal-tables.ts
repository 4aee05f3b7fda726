/**
 * The engine's own tables. Each port can be kept elsewhere, so foreign keys join only tables of one port; instants are
 * `YYYY-MM-DDTHH:MM:SS.sssZ`, hashes lower-case SHA-256.
 */
export const internalTables = `
CREATE TABLE policies (
  policy_id TEXT PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  created_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE policy_versions (
  policy_id TEXT NOT NULL REFERENCES policies (policy_id),
  version INTEGER NOT NULL CHECK (version >= 1),
  document TEXT NOT NULL CHECK (json_valid(document)),
  document_sha256 TEXT NOT NULL CHECK (length(document_sha256) = 64),
  created_at TEXT NOT NULL,
  PRIMARY KEY (policy_id, version)
) STRICT;

CREATE TRIGGER policy_versions_never_change BEFORE UPDATE ON policy_versions
BEGIN
  SELECT RAISE(ABORT, 'a policy version never changes');
END;

CREATE TRIGGER policy_versions_stay BEFORE DELETE ON policy_versions
BEGIN
  SELECT RAISE(ABORT, 'a policy version is never removed');
END;

CREATE TABLE pipeline_runs (
  run_id TEXT PRIMARY KEY,
  policy_id TEXT NOT NULL,
  policy_version INTEGER NOT NULL CHECK (policy_version >= 1),
  cause TEXT NOT NULL,
  actor TEXT NOT NULL,
  scheduled_for TEXT NOT NULL,
  created_at TEXT NOT NULL,
  status TEXT NOT NULL CHECK (
    status IN ('queued', 'running', 'success', 'partial', 'failed', 'cancelled', 'needs_attention')
  ),
  started_at TEXT,
  finished_at TEXT,
  CHECK ((status = 'queued') = (started_at IS NULL)),
  CHECK ((status IN ('queued', 'running')) = (finished_at IS NULL))
) STRICT;

CREATE TABLE pipeline_steps (
  run_id TEXT NOT NULL REFERENCES pipeline_runs (run_id),
  step_id TEXT NOT NULL,
  position INTEGER NOT NULL CHECK (position >= 0),
  type TEXT NOT NULL,
  step_version INTEGER NOT NULL CHECK (step_version >= 1),
  status TEXT NOT NULL CHECK (
    status IN ('pending', 'running', 'success', 'failed', 'cancelled', 'skipped')
  ),
  attempt INTEGER CHECK (attempt >= 1),
  started_at TEXT,
  finished_at TEXT,
  skip_reason TEXT,
  output TEXT CHECK (json_valid(output)),
  failure TEXT CHECK (json_valid(failure)),
  PRIMARY KEY (run_id, step_id),
  CHECK ((status IN ('pending', 'skipped')) = (attempt IS NULL)),
  CHECK ((status = 'success') = (output IS NOT NULL)),
  CHECK ((status = 'failed') = (failure IS NOT NULL)),
  CHECK ((status = 'skipped') = (skip_reason IS NOT NULL)),
  CHECK ((status IN ('success', 'failed', 'cancelled')) = (finished_at IS NOT NULL))
) STRICT;

CREATE TABLE payloads (
  sha256 TEXT PRIMARY KEY CHECK (length(sha256) = 64),
  content_type TEXT NOT NULL,
  bytes INTEGER NOT NULL CHECK (bytes >= 0),
  content BLOB NOT NULL
) STRICT;

CREATE TABLE payload_origins (
  payload_sha256 TEXT NOT NULL REFERENCES payloads (sha256),
  provider TEXT NOT NULL,
  dataset TEXT NOT NULL,
  entity_key TEXT NOT NULL,
  source TEXT NOT NULL,
  fetched_at TEXT NOT NULL,
  PRIMARY KEY (payload_sha256, provider, dataset, entity_key)
) STRICT, WITHOUT ROWID;

CREATE TABLE quarantine (
  quarantine_id INTEGER PRIMARY KEY,
  payload_sha256 TEXT NOT NULL,
  provider TEXT NOT NULL,
  dataset TEXT NOT NULL,
  row_index INTEGER NOT NULL CHECK (row_index >= 0),
  rule TEXT NOT NULL,
  field TEXT,
  value TEXT,
  raw TEXT NOT NULL CHECK (json_valid(raw)),
  run_id TEXT NOT NULL,
  step_id TEXT NOT NULL,
  loaded_at TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX quarantine_finding
  ON quarantine (payload_sha256, provider, dataset, row_index, rule, coalesce(field, ''));

CREATE TABLE reports (
  report_id TEXT PRIMARY KEY,
  policy_id TEXT NOT NULL,
  report TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE report_versions (
  report_id TEXT NOT NULL REFERENCES reports (report_id),
  version INTEGER NOT NULL CHECK (version >= 1),
  title TEXT NOT NULL,
  spec BLOB NOT NULL,
  snapshot BLOB NOT NULL,
  snapshot_sha256 TEXT NOT NULL CHECK (length(snapshot_sha256) = 64),
  content_sha256 TEXT NOT NULL CHECK (length(content_sha256) = 64),
  empty INTEGER NOT NULL CHECK (empty IN (0, 1)),
  run_id TEXT NOT NULL,
  as_of TEXT NOT NULL,
  PRIMARY KEY (report_id, version)
) STRICT;

CREATE TABLE artifacts (
  artifact_id TEXT PRIMARY KEY,
  report_id TEXT NOT NULL,
  version INTEGER NOT NULL CHECK (version >= 1),
  format TEXT NOT NULL,
  name TEXT NOT NULL,
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  render_key TEXT NOT NULL CHECK (length(render_key) = 64),
  run_id TEXT NOT NULL,
  content BLOB NOT NULL
) STRICT;

CREATE INDEX artifacts_by_render_key ON artifacts (render_key);

CREATE TABLE report_delivery (
  delivery_id TEXT PRIMARY KEY,
  delivery_key TEXT NOT NULL CHECK (length(delivery_key) = 64),
  report_id TEXT NOT NULL,
  version INTEGER NOT NULL CHECK (version >= 1),
  artifact_id TEXT NOT NULL,
  channel TEXT NOT NULL,
  recipient TEXT NOT NULL,
  run_id TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('sending', 'sent', 'failed', 'unknown')),
  reason TEXT,
  claimed_at TEXT NOT NULL,
  finished_at TEXT
) STRICT;

CREATE UNIQUE INDEX report_delivery_once ON report_delivery (delivery_key) WHERE status <> 'failed';

CREATE INDEX report_delivery_by_version ON report_delivery (report_id, version);

CREATE TRIGGER report_delivery_stays BEFORE DELETE ON report_delivery
BEGIN
  SELECT RAISE(ABORT, 'a delivery is never removed');
END;

CREATE TRIGGER report_delivery_sent_is_final BEFORE UPDATE ON report_delivery WHEN OLD.status = 'sent'
BEGIN
  SELECT RAISE(ABORT, 'a delivery that was sent never changes');
END;

CREATE TABLE provider_order (
  provider TEXT PRIMARY KEY,
  rank INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`;
