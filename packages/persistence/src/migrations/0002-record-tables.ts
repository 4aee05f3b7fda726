/** What the engine records beside policies, and what its lists read. */
export const recordTables = `
CREATE TABLE audit_log (
  sequence INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  details TEXT NOT NULL CHECK (json_valid(details))
) STRICT;

-- INSERT OR REPLACE removes a row without asking the triggers on DELETE, so the place of a new row is checked.
CREATE TRIGGER audit_log_append BEFORE INSERT ON audit_log
WHEN NEW.sequence <> (SELECT coalesce(max(sequence), 0) + 1 FROM audit_log)
BEGIN
  SELECT RAISE(ABORT, 'the audit log is numbered without gaps');
END;

CREATE TRIGGER audit_log_never_changes BEFORE UPDATE ON audit_log
BEGIN
  SELECT RAISE(ABORT, 'the audit log never changes');
END;

CREATE TRIGGER audit_log_stays BEFORE DELETE ON audit_log
BEGIN
  SELECT RAISE(ABORT, 'nothing is removed from the audit log');
END;

-- The level of a bucket is counted in parts of a token, refill_ms of them to one, so that filling up needs no rounding.
CREATE TABLE quotas (
  bucket TEXT PRIMARY KEY,
  tokens INTEGER NOT NULL CHECK (tokens >= 0),
  refill_ms INTEGER NOT NULL CHECK (refill_ms >= 1),
  updated_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE tokens (
  token_id TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('agent', 'person', 'session')),
  name TEXT NOT NULL,
  scopes TEXT NOT NULL CHECK (json_type(scopes) = 'array'),
  sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
  created_at TEXT NOT NULL,
  expires_at TEXT,
  revoked_at TEXT
) STRICT;

CREATE TABLE settings (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL CHECK (json_valid(value)),
  updated_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE notices (
  notice_id TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('run_failed', 'run_needs_attention', 'run_missed')),
  policy_id TEXT NOT NULL,
  policy_name TEXT NOT NULL,
  run_id TEXT,
  message TEXT NOT NULL,
  created_at TEXT NOT NULL,
  mail TEXT NOT NULL CHECK (mail IN ('pending', 'sent', 'failed', 'none')),
  dismissed_at TEXT
) STRICT;

CREATE INDEX notices_by_time ON notices (created_at, notice_id);

CREATE INDEX notices_to_mail ON notices (created_at, notice_id) WHERE mail = 'pending';

CREATE TABLE idempotency (
  token_id TEXT NOT NULL,
  key TEXT NOT NULL,
  route TEXT NOT NULL,
  body_sha256 TEXT NOT NULL CHECK (length(body_sha256) = 64),
  created_at TEXT NOT NULL,
  status INTEGER,
  body TEXT CHECK (json_valid(body)),
  PRIMARY KEY (token_id, key),
  CHECK ((status IS NULL) = (body IS NULL))
) STRICT;

CREATE INDEX idempotency_by_time ON idempotency (created_at);

ALTER TABLE pipeline_runs ADD COLUMN process TEXT;

CREATE INDEX pipeline_runs_by_time ON pipeline_runs (created_at, run_id);

CREATE INDEX pipeline_runs_by_policy ON pipeline_runs (policy_id, created_at, run_id);

CREATE INDEX pipeline_runs_unfinished ON pipeline_runs (policy_id) WHERE status IN ('queued', 'running');

-- Lists read these indexes alone: in the tables the columns stand behind the bytes, which would all be decrypted.
CREATE INDEX report_versions_listed
  ON report_versions (report_id, version, title, empty, run_id, as_of, snapshot_sha256);

ALTER TABLE artifacts ADD COLUMN bytes INTEGER CHECK (bytes >= 0);

CREATE INDEX artifacts_listed ON artifacts (report_id, version, format, name, artifact_id, bytes);

CREATE INDEX report_delivery_by_time ON report_delivery (claimed_at, delivery_id);

CREATE INDEX report_delivery_by_run ON report_delivery (run_id);
`;
