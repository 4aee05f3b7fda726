import { sha256 } from '@daybook/kernel';
import { createPolicyStore, type Database } from '@daybook/persistence';
import { afterAll, describe, expect, it } from '@jest/globals';
import { decide, eventOf, policyIdOf, savePolicy } from './stored-policies.ts';
import { createTemporaryDatabases } from './temporary-databases.ts';

const databases = createTemporaryDatabases();

afterAll(() => databases.dispose());

describe('createPolicyStore', () => {
  it('keeps versions that never change', async () => {
    const database = await databases.open();
    await savePolicy(database, 'brief');
    for (const sql of [`UPDATE policy_versions SET document = '{}'`, 'DELETE FROM policy_versions']) {
      await expect(database.write(({ run }) => run(sql))).rejects.toMatchObject({
        message: expect.stringContaining('a policy version'),
      });
    }
  });

  it('keeps its policies when the database is opened again', async () => {
    const first = await databases.open();
    const policyId = await savePolicy(first, 'brief');
    await decide(first, { policyId, version: 1, verdict: 'approved' }, 1);
    const before = await createPolicyStore(first).read(policyId);
    await first.close();
    const second = await databases.open(first.file);
    expect(await createPolicyStore(second).read(policyId)).toEqual(before);
  });

  it('refuses a name that belongs to another policy, and records nothing', async () => {
    const database = await databases.open();
    await savePolicy(database, 'brief');
    const other = { ...version('brief'), policyId: policyIdOf('other') };
    const saved = createPolicyStore(database).saveVersion(other, eventOf('other'));
    await expect(saved).rejects.toMatchObject({ code: 'policy.conflict' });
    expect(await counts(database)).toEqual({ policies: 1, versions: 1, events: 1 });
  });

  it('keeps neither version nor event of a document that is no JSON', async () => {
    const database = await databases.open();
    const document = { name: 'brief', weight: Number.NaN };
    const saved = createPolicyStore(database).saveVersion(
      { ...version('brief'), document },
      eventOf('brief'),
    );
    await expect(saved).rejects.toThrow(TypeError);
    expect(await counts(database)).toEqual({ policies: 0, versions: 0, events: 0 });
  });

  it('answers for one of many policies without looking at the others', async () => {
    const database = await databases.open();
    const plan = await database.read(({ all }) =>
      all(`EXPLAIN QUERY PLAN SELECT * FROM policy_version_verdicts WHERE policy_id = 'a' AND newest = 1`),
    );
    expect(plan.map(({ detail }) => String(detail)).filter((detail) => detail.startsWith('SCAN'))).toEqual(
      [],
    );
  });
});

function version(name: string) {
  const { at } = eventOf(name);
  return {
    policyId: policyIdOf(name),
    name,
    document: { name },
    documentSha256: sha256(name),
    enabled: true,
    at,
    actor: 'agent:helper',
  };
}

async function counts(database: Database) {
  const [row] = await database.read(({ all }) =>
    all(`SELECT (SELECT count(*) FROM policies) AS policies, (SELECT count(*) FROM policy_versions) AS versions,
      (SELECT count(*) FROM audit_log) AS events`),
  );
  return row;
}
