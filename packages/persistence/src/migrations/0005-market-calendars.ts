import type { Migration } from './migration.ts';

/**
 * Schedules follow markets, too: what a trigger says of time is kept as it is written, and triggers after a close, which
 * had no schedule before, get one. Nothing that was due before counts as missed.
 */
export const marketCalendars: Migration = {
  version: 5,
  name: 'market-calendars',
  sql: `
ALTER TABLE schedules RENAME TO cron_schedules;

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

INSERT INTO schedules (policy_id, version, timing, misfire_grace_time, coalesce, enabled, standing, accounted_until)
SELECT policy_id, version,
  json_patch('{}', json_object('cron', cron, 'timezone', timezone, 'day_match', day_match, 'calendar', (
    SELECT json_object('mic', document ->> '$.trigger.calendar.mic',
      'closed', coalesce(document ->> '$.trigger.calendar.closed', 'skip'))
    FROM policy_versions AS saved
    WHERE saved.policy_id = cron_schedules.policy_id AND saved.version = cron_schedules.version
      AND json_type(document, '$.trigger.calendar.mic') = 'text'
  ))),
  misfire_grace_time, coalesce, enabled, standing, accounted_until
FROM cron_schedules;

INSERT INTO schedules (policy_id, version, timing, misfire_grace_time, coalesce, enabled, standing, accounted_until)
SELECT policies.policy_id, saved.version,
  json_object('timezone', document ->> '$.trigger.timezone', 'calendar',
    json_object('mic', document ->> '$.trigger.calendar.mic', 'after_close', document ->> '$.trigger.calendar.after_close')),
  document ->> '$.trigger.misfire_grace_time', coalesce(document ->> '$.trigger.coalesce', 1), policies.enabled,
  CASE
    WHEN policies.paused_at IS NOT NULL THEN 'paused'
    WHEN saved.verdict = 'approved' THEN 'ready'
    ELSE 'awaiting_approval'
  END,
  strftime('%Y-%m-%dT%H:%M:%fZ', 'now')
FROM policies
JOIN policy_version_verdicts AS saved ON saved.policy_id = policies.policy_id
WHERE json_type(document, '$.trigger.calendar.after_close') = 'text'
  AND json_type(document, '$.trigger.timezone') = 'text'
  AND saved.version = coalesce(
    (SELECT max(version) FROM policy_version_verdicts AS approved
      WHERE approved.policy_id = policies.policy_id AND approved.verdict = 'approved'),
    (SELECT max(version) FROM policy_versions AS newest WHERE newest.policy_id = policies.policy_id)
  );

DROP TABLE cron_schedules;
`,
};
