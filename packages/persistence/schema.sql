CREATE VIEW accounts AS
SELECT row.id, row.name, row.currency, row.provider, row.payload_sha256, row.run_id, row.loaded_at, row.extra
FROM accounts_all AS row
WHERE NOT EXISTS (
  SELECT 1
  FROM accounts_all AS other
  WHERE other.id = row.id AND other.provider <> row.provider
    AND (coalesce((SELECT rank FROM provider_order WHERE provider = other.provider), 9007199254740991), other.provider) < (coalesce((SELECT rank FROM provider_order WHERE provider = row.provider), 9007199254740991), row.provider)
);

CREATE TABLE accounts_all (
  id TEXT NOT NULL,
  name TEXT,
  currency TEXT NOT NULL,
  provider TEXT NOT NULL,
  payload_sha256 TEXT NOT NULL CHECK (length(payload_sha256) = 64),
  run_id TEXT NOT NULL,
  loaded_at TEXT NOT NULL CHECK (loaded_at IS strftime('%Y-%m-%dT%H:%M:%fZ', loaded_at)),
  extra TEXT CHECK (json_valid(extra)),
  PRIMARY KEY (id, provider)
) STRICT, WITHOUT ROWID;

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
, bytes INTEGER CHECK (bytes >= 0)) STRICT;

CREATE INDEX artifacts_by_render_key ON artifacts (render_key);

CREATE INDEX artifacts_listed ON artifacts (report_id, version, format, name, artifact_id, bytes);

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

CREATE TABLE audit_log (
  sequence INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  details TEXT NOT NULL CHECK (json_valid(details))
) STRICT;

CREATE TABLE dataset_changes (
  dataset TEXT PRIMARY KEY,
  changes INTEGER NOT NULL CHECK (changes >= 1)
) STRICT, WITHOUT ROWID;

CREATE VIEW dividends AS
SELECT row.symbol, row.ex_date, row.amount, row.currency, row.provider, row.payload_sha256, row.run_id, row.loaded_at, row.extra
FROM dividends_all AS row
WHERE NOT EXISTS (
  SELECT 1
  FROM dividends_all AS other
  WHERE other.symbol = row.symbol AND other.ex_date = row.ex_date AND other.provider <> row.provider
    AND (coalesce((SELECT rank FROM provider_order WHERE provider = other.provider), 9007199254740991), other.provider) < (coalesce((SELECT rank FROM provider_order WHERE provider = row.provider), 9007199254740991), row.provider)
);

CREATE TABLE dividends_all (
  symbol TEXT NOT NULL,
  ex_date TEXT NOT NULL CHECK (ex_date GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]' AND ex_date IS date(ex_date)),
  amount TEXT NOT NULL CHECK (amount NOT GLOB '*[^0-9.-]*' AND amount GLOB '*[0-9]' AND amount NOT GLOB '?*-*' AND amount NOT GLOB '*.*.*' AND (amount GLOB '[0-9]*' OR amount GLOB '-[0-9]*') AND amount NOT GLOB '0[0-9]*' AND amount NOT GLOB '-0[0-9]*' AND amount NOT GLOB '*.*0' AND amount <> '-0'),
  currency TEXT,
  provider TEXT NOT NULL,
  payload_sha256 TEXT NOT NULL CHECK (length(payload_sha256) = 64),
  run_id TEXT NOT NULL,
  loaded_at TEXT NOT NULL CHECK (loaded_at IS strftime('%Y-%m-%dT%H:%M:%fZ', loaded_at)),
  extra TEXT CHECK (json_valid(extra)),
  PRIMARY KEY (symbol, ex_date, provider)
) STRICT, WITHOUT ROWID;

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

CREATE VIEW instruments AS
SELECT row.symbol, row.name, row.type, row.currency, row.exchange, row.provider, row.payload_sha256, row.run_id, row.loaded_at, row.extra
FROM instruments_all AS row
WHERE NOT EXISTS (
  SELECT 1
  FROM instruments_all AS other
  WHERE other.symbol = row.symbol AND other.provider <> row.provider
    AND (coalesce((SELECT rank FROM provider_order WHERE provider = other.provider), 9007199254740991), other.provider) < (coalesce((SELECT rank FROM provider_order WHERE provider = row.provider), 9007199254740991), row.provider)
);

CREATE TABLE instruments_all (
  symbol TEXT NOT NULL,
  name TEXT,
  type TEXT,
  currency TEXT,
  exchange TEXT,
  provider TEXT NOT NULL,
  payload_sha256 TEXT NOT NULL CHECK (length(payload_sha256) = 64),
  run_id TEXT NOT NULL,
  loaded_at TEXT NOT NULL CHECK (loaded_at IS strftime('%Y-%m-%dT%H:%M:%fZ', loaded_at)),
  extra TEXT CHECK (json_valid(extra)),
  PRIMARY KEY (symbol, provider)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER lease_fence_rises BEFORE UPDATE ON lease
WHEN NEW.fence < OLD.fence OR (NEW.holder IS NOT OLD.holder AND NEW.holder IS NOT NULL AND NEW.fence = OLD.fence)
BEGIN
  SELECT RAISE(ABORT, 'a new holder has a higher fence');
END;

CREATE TRIGGER lease_stays BEFORE DELETE ON lease
BEGIN
  SELECT RAISE(ABORT, 'the lease is given back, never removed');
END;

CREATE TABLE lease (
  name TEXT PRIMARY KEY CHECK (name = 'runner'),
  holder TEXT,
  fence INTEGER NOT NULL CHECK (fence >= 0),
  expires_at TEXT CHECK ((expires_at IS NULL) = (holder IS NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE notices (
  notice_id TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('run_failed', 'run_needs_attention', 'run_missed', 'scheduler_stalled')),
  policy_id TEXT,
  policy_name TEXT,
  run_id TEXT,
  message TEXT NOT NULL,
  created_at TEXT NOT NULL,
  mail TEXT NOT NULL CHECK (mail IN ('pending', 'sent', 'failed', 'none')),
  dismissed_at TEXT,
  CHECK ((policy_id IS NULL) = (policy_name IS NULL)),
  CHECK ((kind = 'scheduler_stalled') = (policy_id IS NULL))
) STRICT;

CREATE INDEX notices_by_time ON notices (created_at, notice_id);

CREATE INDEX notices_to_mail ON notices (created_at, notice_id) WHERE mail = 'pending';

CREATE VIEW ohlcv AS
SELECT row.symbol, row.date, row.open, row.high, row.low, row.close, row.adj_close, row.volume, row.currency, row.provisional, row.provider, row.payload_sha256, row.run_id, row.loaded_at, row.extra
FROM ohlcv_all AS row
WHERE NOT EXISTS (
  SELECT 1
  FROM ohlcv_all AS other
  WHERE other.symbol = row.symbol AND other.date = row.date AND other.provider <> row.provider
    AND (coalesce((SELECT rank FROM provider_order WHERE provider = other.provider), 9007199254740991), other.provider) < (coalesce((SELECT rank FROM provider_order WHERE provider = row.provider), 9007199254740991), row.provider)
);

CREATE TABLE ohlcv_all (
  symbol TEXT NOT NULL,
  date TEXT NOT NULL CHECK (date GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]' AND date IS date(date)),
  open TEXT NOT NULL CHECK (open NOT GLOB '*[^0-9.-]*' AND open GLOB '*[0-9]' AND open NOT GLOB '?*-*' AND open NOT GLOB '*.*.*' AND (open GLOB '[0-9]*' OR open GLOB '-[0-9]*') AND open NOT GLOB '0[0-9]*' AND open NOT GLOB '-0[0-9]*' AND open NOT GLOB '*.*0' AND open <> '-0'),
  high TEXT NOT NULL CHECK (high NOT GLOB '*[^0-9.-]*' AND high GLOB '*[0-9]' AND high NOT GLOB '?*-*' AND high NOT GLOB '*.*.*' AND (high GLOB '[0-9]*' OR high GLOB '-[0-9]*') AND high NOT GLOB '0[0-9]*' AND high NOT GLOB '-0[0-9]*' AND high NOT GLOB '*.*0' AND high <> '-0'),
  low TEXT NOT NULL CHECK (low NOT GLOB '*[^0-9.-]*' AND low GLOB '*[0-9]' AND low NOT GLOB '?*-*' AND low NOT GLOB '*.*.*' AND (low GLOB '[0-9]*' OR low GLOB '-[0-9]*') AND low NOT GLOB '0[0-9]*' AND low NOT GLOB '-0[0-9]*' AND low NOT GLOB '*.*0' AND low <> '-0'),
  close TEXT NOT NULL CHECK (close NOT GLOB '*[^0-9.-]*' AND close GLOB '*[0-9]' AND close NOT GLOB '?*-*' AND close NOT GLOB '*.*.*' AND (close GLOB '[0-9]*' OR close GLOB '-[0-9]*') AND close NOT GLOB '0[0-9]*' AND close NOT GLOB '-0[0-9]*' AND close NOT GLOB '*.*0' AND close <> '-0'),
  adj_close TEXT CHECK (adj_close NOT GLOB '*[^0-9.-]*' AND adj_close GLOB '*[0-9]' AND adj_close NOT GLOB '?*-*' AND adj_close NOT GLOB '*.*.*' AND (adj_close GLOB '[0-9]*' OR adj_close GLOB '-[0-9]*') AND adj_close NOT GLOB '0[0-9]*' AND adj_close NOT GLOB '-0[0-9]*' AND adj_close NOT GLOB '*.*0' AND adj_close <> '-0'),
  volume TEXT CHECK (volume NOT GLOB '*[^0-9.-]*' AND volume GLOB '*[0-9]' AND volume NOT GLOB '?*-*' AND volume NOT GLOB '*.*.*' AND (volume GLOB '[0-9]*' OR volume GLOB '-[0-9]*') AND volume NOT GLOB '0[0-9]*' AND volume NOT GLOB '-0[0-9]*' AND volume NOT GLOB '*.*0' AND volume <> '-0'),
  currency TEXT,
  provisional INTEGER CHECK (provisional IN (0, 1)),
  provider TEXT NOT NULL,
  payload_sha256 TEXT NOT NULL CHECK (length(payload_sha256) = 64),
  run_id TEXT NOT NULL,
  loaded_at TEXT NOT NULL CHECK (loaded_at IS strftime('%Y-%m-%dT%H:%M:%fZ', loaded_at)),
  extra TEXT CHECK (json_valid(extra)),
  PRIMARY KEY (symbol, date, provider)
) STRICT, WITHOUT ROWID;

CREATE TABLE payload_origins (
  payload_sha256 TEXT NOT NULL REFERENCES payloads (sha256),
  provider TEXT NOT NULL,
  dataset TEXT NOT NULL,
  entity_key TEXT NOT NULL,
  source TEXT NOT NULL,
  fetched_at TEXT NOT NULL,
  PRIMARY KEY (payload_sha256, provider, dataset, entity_key)
) STRICT, WITHOUT ROWID;

CREATE TABLE payloads (
  sha256 TEXT PRIMARY KEY CHECK (length(sha256) = 64),
  content_type TEXT NOT NULL,
  bytes INTEGER NOT NULL CHECK (bytes >= 0),
  content BLOB NOT NULL
) STRICT;

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
  finished_at TEXT, process TEXT, resumed_from TEXT, dry_run INTEGER NOT NULL DEFAULT 0 CHECK (dry_run IN (0, 1)),
  CHECK ((status = 'queued') = (started_at IS NULL)),
  CHECK ((status IN ('queued', 'running')) = (finished_at IS NULL))
) STRICT;

CREATE INDEX pipeline_runs_by_policy ON pipeline_runs (policy_id, created_at, run_id, dry_run);

CREATE INDEX pipeline_runs_by_time ON pipeline_runs (created_at, run_id, dry_run);

CREATE INDEX pipeline_runs_ended_badly ON pipeline_runs (status, created_at, run_id, dry_run)
  WHERE status NOT IN ('queued', 'running', 'success');

CREATE INDEX pipeline_runs_unfinished ON pipeline_runs (policy_id) WHERE status IN ('queued', 'running');

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
  failure TEXT CHECK (json_valid(failure)), params_sha256 TEXT NOT NULL
  DEFAULT '0000000000000000000000000000000000000000000000000000000000000000' CHECK (length(params_sha256) = 64), reused INTEGER NOT NULL DEFAULT 0
  CHECK (reused = 0 OR (reused = 1 AND status = 'success')), trace TEXT CHECK (json_valid(trace)),
  PRIMARY KEY (run_id, step_id),
  CHECK ((status IN ('pending', 'skipped')) = (attempt IS NULL)),
  CHECK ((status = 'success') = (output IS NOT NULL)),
  CHECK ((status = 'failed') = (failure IS NOT NULL)),
  CHECK ((status = 'skipped') = (skip_reason IS NOT NULL)),
  CHECK ((status IN ('success', 'failed', 'cancelled')) = (finished_at IS NOT NULL))
) STRICT;

CREATE TABLE policies (
  policy_id TEXT PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  created_at TEXT NOT NULL
, enabled INTEGER NOT NULL DEFAULT 1 CHECK (enabled IN (0, 1)), paused_at TEXT, paused_by TEXT CHECK ((paused_by IS NULL) = (paused_at IS NULL))) STRICT, WITHOUT ROWID;

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

CREATE TRIGGER policy_versions_never_change BEFORE UPDATE ON policy_versions
BEGIN
  SELECT RAISE(ABORT, 'a policy version never changes');
END;

CREATE TRIGGER policy_versions_stay BEFORE DELETE ON policy_versions
BEGIN
  SELECT RAISE(ABORT, 'a policy version is never removed');
END;

CREATE TABLE policy_versions (
  policy_id TEXT NOT NULL REFERENCES policies (policy_id),
  version INTEGER NOT NULL CHECK (version >= 1),
  document TEXT NOT NULL CHECK (json_valid(document)),
  document_sha256 TEXT NOT NULL CHECK (length(document_sha256) = 64),
  created_at TEXT NOT NULL, created_by TEXT NOT NULL DEFAULT 'person:cli',
  PRIMARY KEY (policy_id, version)
) STRICT;

CREATE VIEW positions AS
SELECT row.account_id, row.symbol, row.as_of, row.quantity, row.cost_basis, row.currency, row.provider, row.payload_sha256, row.run_id, row.loaded_at, row.extra
FROM positions_all AS row
WHERE NOT EXISTS (
  SELECT 1
  FROM positions_all AS other
  WHERE other.account_id = row.account_id AND other.symbol = row.symbol AND other.as_of = row.as_of AND other.provider <> row.provider
    AND (coalesce((SELECT rank FROM provider_order WHERE provider = other.provider), 9007199254740991), other.provider) < (coalesce((SELECT rank FROM provider_order WHERE provider = row.provider), 9007199254740991), row.provider)
);

CREATE TABLE positions_all (
  account_id TEXT NOT NULL,
  symbol TEXT NOT NULL,
  as_of TEXT NOT NULL CHECK (as_of GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]' AND as_of IS date(as_of)),
  quantity TEXT NOT NULL CHECK (quantity NOT GLOB '*[^0-9.-]*' AND quantity GLOB '*[0-9]' AND quantity NOT GLOB '?*-*' AND quantity NOT GLOB '*.*.*' AND (quantity GLOB '[0-9]*' OR quantity GLOB '-[0-9]*') AND quantity NOT GLOB '0[0-9]*' AND quantity NOT GLOB '-0[0-9]*' AND quantity NOT GLOB '*.*0' AND quantity <> '-0'),
  cost_basis TEXT CHECK (cost_basis NOT GLOB '*[^0-9.-]*' AND cost_basis GLOB '*[0-9]' AND cost_basis NOT GLOB '?*-*' AND cost_basis NOT GLOB '*.*.*' AND (cost_basis GLOB '[0-9]*' OR cost_basis GLOB '-[0-9]*') AND cost_basis NOT GLOB '0[0-9]*' AND cost_basis NOT GLOB '-0[0-9]*' AND cost_basis NOT GLOB '*.*0' AND cost_basis <> '-0'),
  currency TEXT,
  provider TEXT NOT NULL,
  payload_sha256 TEXT NOT NULL CHECK (length(payload_sha256) = 64),
  run_id TEXT NOT NULL,
  loaded_at TEXT NOT NULL CHECK (loaded_at IS strftime('%Y-%m-%dT%H:%M:%fZ', loaded_at)),
  extra TEXT CHECK (json_valid(extra)),
  PRIMARY KEY (account_id, symbol, as_of, provider)
) STRICT, WITHOUT ROWID;

CREATE TABLE provider_order (
  provider TEXT PRIMARY KEY,
  rank INTEGER NOT NULL
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

CREATE TABLE quotas (
  bucket TEXT PRIMARY KEY,
  tokens INTEGER NOT NULL CHECK (tokens >= 0),
  refill_ms INTEGER NOT NULL CHECK (refill_ms >= 1),
  updated_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER report_delivery_sent_is_final BEFORE UPDATE ON report_delivery WHEN OLD.status = 'sent'
BEGIN
  SELECT RAISE(ABORT, 'a delivery that was sent never changes');
END;

CREATE TRIGGER report_delivery_stays BEFORE DELETE ON report_delivery
BEGIN
  SELECT RAISE(ABORT, 'a delivery is never removed');
END;

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

CREATE INDEX report_delivery_by_run ON report_delivery (run_id);

CREATE INDEX report_delivery_by_time ON report_delivery (claimed_at, delivery_id);

CREATE INDEX report_delivery_by_version ON report_delivery (report_id, version);

CREATE UNIQUE INDEX report_delivery_once ON report_delivery (delivery_key) WHERE status <> 'failed';

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

CREATE INDEX report_versions_listed
  ON report_versions (report_id, version, title, empty, run_id, as_of, snapshot_sha256);

CREATE TABLE reports (
  report_id TEXT PRIMARY KEY,
  policy_id TEXT NOT NULL,
  report TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE run_log (
  run_id TEXT NOT NULL REFERENCES pipeline_runs (run_id),
  sequence INTEGER NOT NULL CHECK (sequence >= 1),
  at TEXT NOT NULL,
  body TEXT NOT NULL CHECK (json_valid(body)),
  PRIMARY KEY (run_id, sequence)
) STRICT, WITHOUT ROWID;

CREATE TABLE schedules (
  policy_id TEXT PRIMARY KEY,
  version INTEGER NOT NULL CHECK (version >= 1),
  timing TEXT NOT NULL CHECK (json_valid(timing)),
  misfire_grace_time INTEGER CHECK (misfire_grace_time >= 0),
  coalesce INTEGER NOT NULL CHECK (coalesce IN (0, 1)),
  enabled INTEGER NOT NULL CHECK (enabled IN (0, 1)),
  standing TEXT NOT NULL CHECK (standing IN ('ready', 'paused', 'awaiting_approval')),
  accounted_until TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE schema_migrations (
  version INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  applied_at TEXT NOT NULL
) STRICT;

CREATE TABLE settings (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL CHECK (json_valid(value)),
  updated_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER slots_settled_are_final BEFORE UPDATE ON slots WHEN OLD.status <> 'claimed'
BEGIN
  SELECT RAISE(ABORT, 'a slot that was settled never changes');
END;

CREATE TRIGGER slots_stay BEFORE DELETE ON slots
BEGIN
  SELECT RAISE(ABORT, 'a slot is never removed');
END;

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

CREATE INDEX slots_by_time ON slots (scheduled_for);

CREATE INDEX slots_claimed ON slots (scheduled_for) WHERE status = 'claimed';

CREATE VIEW splits AS
SELECT row.symbol, row.ex_date, row.numerator, row.denominator, row.provider, row.payload_sha256, row.run_id, row.loaded_at, row.extra
FROM splits_all AS row
WHERE NOT EXISTS (
  SELECT 1
  FROM splits_all AS other
  WHERE other.symbol = row.symbol AND other.ex_date = row.ex_date AND other.provider <> row.provider
    AND (coalesce((SELECT rank FROM provider_order WHERE provider = other.provider), 9007199254740991), other.provider) < (coalesce((SELECT rank FROM provider_order WHERE provider = row.provider), 9007199254740991), row.provider)
);

CREATE TABLE splits_all (
  symbol TEXT NOT NULL,
  ex_date TEXT NOT NULL CHECK (ex_date GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]' AND ex_date IS date(ex_date)),
  numerator TEXT NOT NULL CHECK (numerator NOT GLOB '*[^0-9.-]*' AND numerator GLOB '*[0-9]' AND numerator NOT GLOB '?*-*' AND numerator NOT GLOB '*.*.*' AND (numerator GLOB '[0-9]*' OR numerator GLOB '-[0-9]*') AND numerator NOT GLOB '0[0-9]*' AND numerator NOT GLOB '-0[0-9]*' AND numerator NOT GLOB '*.*0' AND numerator <> '-0'),
  denominator TEXT NOT NULL CHECK (denominator NOT GLOB '*[^0-9.-]*' AND denominator GLOB '*[0-9]' AND denominator NOT GLOB '?*-*' AND denominator NOT GLOB '*.*.*' AND (denominator GLOB '[0-9]*' OR denominator GLOB '-[0-9]*') AND denominator NOT GLOB '0[0-9]*' AND denominator NOT GLOB '-0[0-9]*' AND denominator NOT GLOB '*.*0' AND denominator <> '-0'),
  provider TEXT NOT NULL,
  payload_sha256 TEXT NOT NULL CHECK (length(payload_sha256) = 64),
  run_id TEXT NOT NULL,
  loaded_at TEXT NOT NULL CHECK (loaded_at IS strftime('%Y-%m-%dT%H:%M:%fZ', loaded_at)),
  extra TEXT CHECK (json_valid(extra)),
  PRIMARY KEY (symbol, ex_date, provider)
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
