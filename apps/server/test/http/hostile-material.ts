import { quickPolicy, type SmallPolicy } from './small-policies.ts';

/** Queries for what is no dataset. */
export const hostileSql = [
  'SELECT value FROM settings',
  'SELECT * FROM tokens',
  'SELECT * FROM main.settings',
  'SELECT * FROM "settings"',
  'SELECT * FROM [tokens]',
  'SELECT sql FROM sqlite_master',
  'SELECT * FROM sqlite_schema',
  "SELECT * FROM pragma_table_info('settings')",
  'PRAGMA key',
  'WITH s AS (SELECT value FROM settings) SELECT * FROM s',
  'SELECT symbol FROM instruments WHERE symbol = (SELECT value FROM settings)',
  'SELECT 1 AS one UNION ALL SELECT value FROM settings',
  "ATTACH 'x.db' AS x",
  "SELECT readfile('/proc/self/environ')",
  "SELECT load_extension('x')",
  'SELECT details FROM audit_log',
  'SELECT body FROM idempotency',
];
/** A check of what a reference leads to. */
export const reference = (ref: string): SmallPolicy => {
  const checks = [{ name: 'c', condition: { field: { ref }, op: 'gt', value: 'a' }, message: 'm' }];
  return quickPolicy('refers', { steps: [{ id: 'mine', type: 'assert', params: { checks } }] });
};
/** A condition that would tell bit by bit what a reference leads to. */
export const oracle = (ref: string): SmallPolicy =>
  quickPolicy('guesses', {
    steps: [
      {
        id: 'mine',
        type: 'query',
        params: { sql: 'SELECT 1 AS one' },
        skip_if: { field: { ref }, op: 'gte', value: 'canary/Q', if_missing: false },
      },
    ],
  });

/** Where a policy might hope to find secrets. */
export const places = [
  'settings',
  'settings.email.password',
  'env.DAYBOOK_KEY',
  'process.env.DAYBOOK_SMTP_URL',
  'mail.password',
  'constructor',
  '__proto__',
  'services.mail',
  'tokens[0]',
  'this',
  'mine.constructor.constructor',
];
