import { createAuditLog, createScheduleStore, type Database } from '@daybook/persistence';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { at, decide, eventOf, savePolicy, weekly } from './stored-policies.ts';
import { createTemporaryDatabases } from './temporary-databases.ts';

const databases = createTemporaryDatabases();
let database: Database;

beforeAll(async () => {
  database = await databases.open();
  const policyId = await savePolicy(database, 'brief', { trigger: weekly });
  await decide(database, { policyId, version: 1, verdict: 'approved' }, 1);
  await decide(database, { policyId, version: 1, verdict: 'approved' }, 2);
  await createAuditLog(database).append(eventOf('run_1', 3));
  const skipped = { status: 'skipped', reason: 'misfired' } as const;
  const slot = { policyId, scheduledFor: at(4), version: 1, state: skipped, recordedAt: at(5) };
  await createScheduleStore(database).account(policyId, [slot], at(5));
});

afterAll(() => databases.dispose());

const refused = [
  `UPDATE audit_log SET actor = 'nobody'`,
  'DELETE FROM audit_log',
  'DELETE FROM audit_log WHERE sequence = (SELECT max(sequence) FROM audit_log)',
  `INSERT OR REPLACE INTO audit_log SELECT sequence, at, 'nobody', action, subject, details FROM audit_log`,
  `REPLACE INTO audit_log SELECT sequence, at, 'nobody', action, subject, details FROM audit_log WHERE sequence = 1`,
  `INSERT INTO audit_log SELECT max(sequence) + 2, at, actor, action, subject, details FROM audit_log`,
  `INSERT INTO audit_log SELECT 0, at, actor, action, subject, details FROM audit_log LIMIT 1`,
  `UPDATE approvals SET verdict = 'rejected'`,
  'DELETE FROM approvals',
  'INSERT OR REPLACE INTO approvals SELECT * FROM approvals',
  'DELETE FROM slots',
  `UPDATE slots SET status = 'claimed', reason = NULL, run_id = 'run_1'`,
];

describe('append-only tables', () => {
  for (const sql of refused) {
    it(`refuse: ${sql}`, async () => {
      const before = await content();
      await expect(database.write(({ run }) => run(sql))).rejects.toMatchObject({ code: 'store.failed' });
      expect(await content()).toEqual(before);
    });
  }

  it('hold what was written', async () => {
    const { audit_log, approvals, slots } = await content();
    expect([audit_log?.length, approvals?.length, slots?.length]).toEqual([4, 2, 1]);
  });
});

function content() {
  return database.read(async ({ all }) => ({
    audit_log: await all('SELECT * FROM audit_log'),
    approvals: await all('SELECT * FROM approvals'),
    slots: await all('SELECT * FROM slots'),
  }));
}
