import { createSettingsStore } from '@daybook/persistence';
import { afterAll, describe, expect, it } from '@jest/globals';
import { at } from './stored-policies.ts';
import { createTemporaryDatabases } from './temporary-databases.ts';

const databases = createTemporaryDatabases();

afterAll(() => databases.dispose());

describe('createSettingsStore', () => {
  it('gives back any JSON value as it was', async () => {
    const store = createSettingsStore(await databases.open());
    for (const value of [null, false, 0, -1.5, '', 'Straße 東京 🙂', [], { b: 1, a: { list: [null] } }]) {
      await store.write('email', value, at(0));
      const read = await store.read('email');
      expect(JSON.stringify(read)).toBe(JSON.stringify(value));
    }
  });

  it('tells a setting of null from none', async () => {
    const store = createSettingsStore(await databases.open());
    expect(await store.read('email')).toBeUndefined();
    await store.write('email', null, at(0));
    expect(await store.read('email')).toBeNull();
  });

  it('removes a setting, and does not mind when there is none', async () => {
    const store = createSettingsStore(await databases.open());
    await store.write('email', 'a', at(0));
    await store.write('other', 'b', at(0));
    await store.remove('email');
    await store.remove('email');
    expect([await store.read('email'), await store.read('other')]).toEqual([undefined, 'b']);
  });

  it('records when a setting was last written', async () => {
    const database = await databases.open();
    const store = createSettingsStore(database);
    await store.write('email', 'a', at(0));
    await store.write('email', 'b', at(7));
    const rows = await database.read(({ queries }) =>
      queries.selectFrom('settings').select('updated_at').execute(),
    );
    expect(rows).toEqual([{ updated_at: at(7) }]);
  });
});
