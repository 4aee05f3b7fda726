/** How runs are resumed and told again, and which process may run them. */
export const runTables = `
ALTER TABLE pipeline_runs ADD COLUMN resumed_from TEXT;
ALTER TABLE pipeline_runs ADD COLUMN dry_run INTEGER NOT NULL DEFAULT 0 CHECK (dry_run IN (0, 1));

-- Steps of before there were hashes get one that no parameters have.
ALTER TABLE pipeline_steps ADD COLUMN params_sha256 TEXT NOT NULL
  DEFAULT '0000000000000000000000000000000000000000000000000000000000000000' CHECK (length(params_sha256) = 64);
ALTER TABLE pipeline_steps ADD COLUMN reused INTEGER NOT NULL DEFAULT 0
  CHECK (reused = 0 OR (reused = 1 AND status = 'success'));
ALTER TABLE pipeline_steps ADD COLUMN trace TEXT CHECK (json_valid(trace));

CREATE TABLE run_log (
  run_id TEXT NOT NULL REFERENCES pipeline_runs (run_id),
  sequence INTEGER NOT NULL CHECK (sequence >= 1),
  at TEXT NOT NULL,
  body TEXT NOT NULL CHECK (json_valid(body)),
  PRIMARY KEY (run_id, sequence)
) STRICT, WITHOUT ROWID;

-- The one row stays when nobody holds the lease, so that the fence of every holder is above that of those before.
CREATE TABLE lease (
  name TEXT PRIMARY KEY CHECK (name = 'runner'),
  holder TEXT,
  fence INTEGER NOT NULL CHECK (fence >= 0),
  expires_at TEXT CHECK ((expires_at IS NULL) = (holder IS NULL))
) STRICT, WITHOUT ROWID;

INSERT INTO lease (name, fence) VALUES ('runner', 0);

CREATE TRIGGER lease_fence_rises BEFORE UPDATE ON lease
WHEN NEW.fence < OLD.fence OR (NEW.holder IS NOT OLD.holder AND NEW.holder IS NOT NULL AND NEW.fence = OLD.fence)
BEGIN
  SELECT RAISE(ABORT, 'a new holder has a higher fence');
END;

CREATE TRIGGER lease_stays BEFORE DELETE ON lease
BEGIN
  SELECT RAISE(ABORT, 'the lease is given back, never removed');
END;

-- Lists pass over dry runs by the index alone.
DROP INDEX pipeline_runs_by_time;
CREATE INDEX pipeline_runs_by_time ON pipeline_runs (created_at, run_id, dry_run);

DROP INDEX pipeline_runs_by_policy;
CREATE INDEX pipeline_runs_by_policy ON pipeline_runs (policy_id, created_at, run_id, dry_run);

CREATE INDEX pipeline_runs_ended_badly ON pipeline_runs (status, created_at, run_id, dry_run)
  WHERE status NOT IN ('queued', 'running', 'success');
`;
