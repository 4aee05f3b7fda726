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

CREATE TABLE policies (
  policy_id TEXT PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  created_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

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
  created_at TEXT NOT NULL,
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

CREATE TABLE reports (
  report_id TEXT PRIMARY KEY,
  policy_id TEXT NOT NULL,
  report TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE schema_migrations (
  version INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  applied_at TEXT NOT NULL
) STRICT;

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
