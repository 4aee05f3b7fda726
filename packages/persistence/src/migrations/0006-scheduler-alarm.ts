import type { Migration } from './migration.ts';

/** The owner is also told of what concerns no policy: that the scheduler stopped looking for what is due. */
export const schedulerAlarm: Migration = {
  version: 6,
  name: 'scheduler-alarm',
  sql: `
ALTER TABLE notices RENAME TO policy_notices;
DROP INDEX notices_by_time;
DROP INDEX notices_to_mail;

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

INSERT INTO notices
  (notice_id, kind, policy_id, policy_name, run_id, message, created_at, mail, dismissed_at)
SELECT notice_id, kind, policy_id, policy_name, run_id, message, created_at, mail, dismissed_at
FROM policy_notices;

DROP TABLE policy_notices;

CREATE INDEX notices_by_time ON notices (created_at, notice_id);

CREATE INDEX notices_to_mail ON notices (created_at, notice_id) WHERE mail = 'pending';
`,
};
