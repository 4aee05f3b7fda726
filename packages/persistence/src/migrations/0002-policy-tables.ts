/** What became of policies and versions, and when policies run. */
export const policyTables = `
ALTER TABLE policies ADD COLUMN enabled INTEGER NOT NULL DEFAULT 1 CHECK (enabled IN (0, 1));
ALTER TABLE policies ADD COLUMN paused_at TEXT;
ALTER TABLE policies ADD COLUMN paused_by TEXT CHECK ((paused_by IS NULL) = (paused_at IS NULL));

-- Until now only the command line saved policies.
ALTER TABLE policy_versions ADD COLUMN created_by TEXT NOT NULL DEFAULT 'person:cli';

CREATE TABLE approvals (
  sequence INTEGER PRIMARY KEY,
  policy_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  verdict TEXT NOT NULL CHECK (verdict IN ('approved', 'rejected')),
  hash TEXT NOT NULL CHECK (length(hash) = 64),
  actor TEXT NOT NULL,
  decided_at TEXT NOT NULL,
  FOREIGN KEY (policy_id, version) REFERENCES policy_versions (policy_id, version)
) STRICT;

CREATE INDEX approvals_by_version ON approvals (policy_id, version, sequence);

CREATE INDEX approvals_given ON approvals (policy_id, sequence) WHERE verdict = 'approved';

-- INSERT OR REPLACE removes a row without asking the triggers on DELETE, so the place of a new row is checked.
CREATE TRIGGER approvals_append BEFORE INSERT ON approvals
WHEN NEW.sequence <> (SELECT coalesce(max(sequence), 0) + 1 FROM approvals)
BEGIN
  SELECT RAISE(ABORT, 'decisions are numbered without gaps');
END;

CREATE TRIGGER approvals_never_change BEFORE UPDATE ON approvals
BEGIN
  SELECT RAISE(ABORT, 'a decision never changes');
END;

CREATE TRIGGER approvals_stay BEFORE DELETE ON approvals
BEGIN
  SELECT RAISE(ABORT, 'a decision is never removed');
END;

-- The approved version is that of the latest approval; a version that lost its turn is superseded.
CREATE VIEW policy_version_verdicts AS
SELECT
  saved.policy_id,
  saved.version,
  saved.document,
  saved.document_sha256,
  saved.created_at,
  saved.created_by,
  CASE
    WHEN decided.verdict = 'rejected' THEN 'rejected'
    WHEN saved.version = (
      SELECT version FROM approvals
      WHERE policy_id = saved.policy_id AND verdict = 'approved'
      ORDER BY sequence DESC LIMIT 1
    ) THEN 'approved'
    WHEN decided.verdict = 'approved' OR saved.version < newest.version THEN 'superseded'
    ELSE 'proposed'
  END AS verdict,
  saved.version = newest.version AS newest,
  iif(decided.verdict = 'approved', decided.hash, NULL) AS approved_hash,
  decided.decided_at,
  decided.actor AS decided_by
FROM policy_versions AS saved
JOIN policy_versions AS newest
  ON newest.policy_id = saved.policy_id
  AND newest.version = (SELECT max(version) FROM policy_versions WHERE policy_id = saved.policy_id)
LEFT JOIN approvals AS decided
  ON decided.sequence = (
    SELECT max(sequence) FROM approvals WHERE policy_id = saved.policy_id AND version = saved.version
  );

CREATE TABLE schedules (
  policy_id TEXT PRIMARY KEY,
  version INTEGER NOT NULL CHECK (version >= 1),
  cron TEXT NOT NULL,
  timezone TEXT NOT NULL,
  day_match TEXT CHECK (day_match IN ('any', 'all')),
  misfire_grace_time INTEGER CHECK (misfire_grace_time >= 0),
  coalesce INTEGER NOT NULL CHECK (coalesce IN (0, 1)),
  enabled INTEGER NOT NULL CHECK (enabled IN (0, 1)),
  standing TEXT NOT NULL CHECK (standing IN ('ready', 'paused', 'awaiting_approval')),
  accounted_until TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE slots (
  policy_id TEXT NOT NULL,
  scheduled_for TEXT NOT NULL,
  version INTEGER NOT NULL CHECK (version >= 1),
  status TEXT NOT NULL CHECK (status IN ('claimed', 'ran', 'skipped')),
  reason TEXT,
  run_id TEXT,
  recorded_at TEXT NOT NULL,
  PRIMARY KEY (policy_id, scheduled_for),
  CHECK ((status = 'skipped') = (reason IS NOT NULL)),
  CHECK ((status = 'skipped') = (run_id IS NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX slots_claimed ON slots (scheduled_for) WHERE status = 'claimed';

CREATE INDEX slots_by_time ON slots (scheduled_for);

CREATE TRIGGER slots_stay BEFORE DELETE ON slots
BEGIN
  SELECT RAISE(ABORT, 'a slot is never removed');
END;

CREATE TRIGGER slots_settled_are_final BEFORE UPDATE ON slots WHEN OLD.status <> 'claimed'
BEGIN
  SELECT RAISE(ABORT, 'a slot that was settled never changes');
END;

-- Policies from before there were approvals: their slots are due, and wait for one.
UPDATE policies SET enabled = 0
WHERE (
  SELECT document ->> '$.trigger.enabled' FROM policy_versions
  WHERE policy_id = policies.policy_id ORDER BY version DESC LIMIT 1
) = 0;

INSERT INTO schedules
  (policy_id, version, cron, timezone, day_match, misfire_grace_time, coalesce, enabled, standing, accounted_until)
SELECT policies.policy_id, version, document ->> '$.trigger.cron', document ->> '$.trigger.timezone',
  document ->> '$.trigger.day_match', document ->> '$.trigger.misfire_grace_time',
  coalesce(document ->> '$.trigger.coalesce', 1), enabled, 'awaiting_approval', strftime('%Y-%m-%dT%H:%M:%fZ', 'now')
FROM policies
JOIN policy_versions ON policy_versions.policy_id = policies.policy_id
  AND version = (SELECT max(version) FROM policy_versions AS other WHERE other.policy_id = policies.policy_id)
WHERE json_type(document, '$.trigger.cron') = 'text' AND json_type(document, '$.trigger.timezone') = 'text';
`;
