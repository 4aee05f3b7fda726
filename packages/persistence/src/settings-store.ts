import type { Instant, JsonValue } from '@daybook/kernel';
import type { Database } from './database.ts';
import { fromStoredJson, toStoredJson } from './stored-json.ts';

/** Where settings are kept; what a key means is its reader's business. */
export interface SettingsStore {
  /** `undefined` when the setting was never written, or removed. */
  read(key: string): Promise<JsonValue | undefined>;
  /** Replaces what was there. @throws {TypeError} naming the place of what JSON would lose. */
  write(key: string, value: JsonValue, at: Instant): Promise<void>;
  /** Without effect when there is none. */
  remove(key: string): Promise<void>;
}

/** The settings in the encrypted database. */
export function createSettingsStore(database: Database): SettingsStore {
  return {
    async read(key) {
      const row = await database.read(({ queries }) =>
        queries.selectFrom('settings').select('value').where('key', '=', key).executeTakeFirst(),
      );
      return row && fromStoredJson(row.value);
    },
    async write(key, value, at) {
      const written = { value: toStoredJson(value), updated_at: at };
      await database.write(({ queries }) =>
        queries
          .insertInto('settings')
          .values({ key, ...written })
          .onConflict((conflict) => conflict.column('key').doUpdateSet(written))
          .execute(),
      );
    },
    async remove(key) {
      await database.write(({ queries }) => queries.deleteFrom('settings').where('key', '=', key).execute());
    },
  };
}
