import { sha256 } from '@daybook/kernel';
import { createTokenStore } from '@daybook/persistence';
import { afterAll, describe, expect, it } from '@jest/globals';
import { at } from './stored-policies.ts';
import { createTemporaryDatabases } from './temporary-databases.ts';

const databases = createTemporaryDatabases();
const token = {
  tokenId: 'tok_1',
  kind: 'agent',
  name: 'helper',
  scopes: ['read', 'run'],
  sha256: sha256('secret'),
  createdAt: at(0),
  expiresAt: at(60),
} as const;

afterAll(() => databases.dispose());

describe('createTokenStore', () => {
  it('keeps tokens when the database is opened again', async () => {
    const first = await databases.open();
    await createTokenStore(first).add(token);
    await first.close();
    const second = createTokenStore(await databases.open(first.file));
    expect(await second.find(token.sha256)).toEqual(token);
  });

  it('refuses a second token of the same hash, revoked or not', async () => {
    const store = createTokenStore(await databases.open());
    await store.add(token);
    await store.revoke('tok_1', at(1));
    await expect(store.add({ ...token, tokenId: 'tok_2' })).rejects.toMatchObject({ code: 'store.failed' });
  });

  it('leaves a revoked token on record', async () => {
    const database = await databases.open();
    const store = createTokenStore(database);
    await store.add(token);
    await store.revoke('tok_1', at(1));
    const rows = await database.read(({ all }) => all('SELECT name, revoked_at FROM tokens'));
    expect(rows).toEqual([{ name: 'helper', revoked_at: at(1) }]);
  });

  it('gives no token whose scopes somebody else has written', async () => {
    const database = await databases.open();
    const store = createTokenStore(database);
    await store.add(token);
    await database.write(({ run }) => run(`UPDATE tokens SET scopes = '["root"]'`));
    await expect(store.find(token.sha256)).rejects.toMatchObject({ code: 'store.damaged' });
  });
});
