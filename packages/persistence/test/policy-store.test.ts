import { derivedId, sha256, toInstant } from '@daybook/kernel';
import { createPolicyStore } from '@daybook/persistence';
import { afterAll, describe, expect, it } from '@jest/globals';
import { createTemporaryDatabases } from './temporary-databases.ts';

const databases = createTemporaryDatabases();

afterAll(() => databases.dispose());

describe('createPolicyStore', () => {
  const policyId = derivedId('pol', 'weekly-brief');

  it('keeps the document as the first version', async () => {
    const database = await databases.open();
    const saved = await createPolicyStore(database).saveVersion(policy('one'));
    expect(saved).toEqual({ policyId, version: 1, created: true });
    const rows = await database.read(({ queries }) =>
      queries.selectFrom('policy_versions').selectAll().execute(),
    );
    expect(rows.map(({ document, created_at }) => [JSON.parse(document), created_at])).toEqual([
      [{ name: 'weekly-brief', text: 'one', umlaut: 'Straße 東京 🙂' }, toInstant(0)],
    ]);
  });

  it('makes no version while the document stays the same', async () => {
    const store = createPolicyStore(await databases.open());
    await store.saveVersion(policy('one'));
    expect(await store.saveVersion(policy('one'))).toEqual({ policyId, version: 1, created: false });
    expect(await store.saveVersion(policy('two'))).toEqual({ policyId, version: 2, created: true });
    expect(await store.saveVersion(policy('one'))).toEqual({ policyId, version: 3, created: true });
  });

  it('numbers the versions of each policy for itself', async () => {
    const store = createPolicyStore(await databases.open());
    await store.saveVersion(policy('one'));
    const other = await store.saveVersion({ ...policy('one'), name: 'other' });
    expect(other).toEqual({ policyId: derivedId('pol', 'other'), version: 1, created: true });
  });

  it('makes one version of equal documents saved side by side', async () => {
    const store = createPolicyStore(await databases.open());
    const saved = await Promise.all([store.saveVersion(policy('one')), store.saveVersion(policy('one'))]);
    expect(saved.map(({ version }) => version)).toEqual([1, 1]);
  });

  it('keeps versions that never change', async () => {
    const database = await databases.open();
    await createPolicyStore(database).saveVersion(policy('one'));
    for (const sql of [`UPDATE policy_versions SET document = '{}'`, 'DELETE FROM policy_versions']) {
      await expect(database.write(({ run }) => run(sql))).rejects.toMatchObject({
        message: expect.stringContaining('a policy version'),
      });
    }
  });
});

function policy(text: string) {
  const document = { name: 'weekly-brief', text, umlaut: 'Straße 東京 🙂' };
  return {
    name: 'weekly-brief',
    document,
    documentSha256: sha256(JSON.stringify(document)),
    at: toInstant(0),
  };
}
