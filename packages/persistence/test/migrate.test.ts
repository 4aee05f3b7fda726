import { writeFile, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Database } from '@daybook/persistence';
import { afterAll, describe, expect, it } from '@jest/globals';
import { migrate } from '../src/migrate.ts';
import { migrations } from '../src/migrations/migrations.ts';
import { openWriteConnection } from '../src/sqlcipher-connection.ts';
import { createTemporaryDatabases } from './temporary-databases.ts';

const databases = createTemporaryDatabases();
const next = migrations.length + 1;
const schemaFile = fileURLToPath(new URL('../schema.sql', import.meta.url));

afterAll(() => databases.dispose());

describe('migrate', () => {
  it('makes the schema that is checked in', async () => {
    const schema = await dump(await databases.open());
    // Renew it with: DAYBOOK_RENEW_SCHEMA=1 npm test -- packages/persistence/test/migrate.test.ts
    if (process.env.DAYBOOK_RENEW_SCHEMA === '1') await writeFile(schemaFile, schema);
    expect(schema).toBe(await readFile(schemaFile, 'utf8'));
  });

  it('numbers its steps without gaps', () => {
    expect(migrations.map(({ version }) => version)).toEqual(migrations.map((_, index) => index + 1));
  });

  it('changes nothing the second time', async () => {
    const first = await databases.open();
    const before = [await dump(first), await applied(first)];
    await first.close();
    const second = await databases.open(first.file);
    expect([await dump(second), await applied(second)]).toEqual(before);
  });

  it('applies only what the database lacks', async () => {
    const database = await databases.open();
    await database.close();
    const sql = 'CREATE TABLE later (a TEXT) STRICT;';
    await withMigrations(database.file, [...migrations, { version: next, name: 'later', sql }]);
    await expect(databases.open(database.file)).rejects.toMatchObject({
      code: 'store.migration-failed',
      message: expect.stringContaining(
        `newer release of Daybook (its schema is ${next}, this release knows ${next - 1})`,
      ),
    });
  });

  it('leaves the database as it was when a step fails', async () => {
    const database = await databases.open();
    const before = await dump(database);
    await database.close();
    const sql = 'CREATE TABLE later (a TEXT) STRICT; CREATE TABLE later (a TEXT) STRICT;';
    const failing = withMigrations(database.file, [...migrations, { version: next, name: 'later', sql }]);
    await expect(failing).rejects.toMatchObject({
      code: 'store.migration-failed',
      message: expect.stringContaining(`schema ${next} (later)`),
    });
    expect(await dump(await databases.open(database.file))).toBe(before);
  });

  it('migrates once when two open a new file together, whoever comes first to its log', async () => {
    for (let round = 0; round < 20; round += 1) {
      const file = await databases.newFile();
      const [first] = await Promise.all([databases.open(file), databases.open(file)]);
      expect(await applied(first)).toHaveLength(migrations.length);
    }
  });
});

async function withMigrations(file: string, known: typeof migrations): Promise<void> {
  const connection = await openWriteConnection({ file, key: databases.key });
  try {
    await migrate(connection, file, known);
  } finally {
    await connection.close();
  }
}

async function applied(database: Database): Promise<readonly unknown[]> {
  return database.read(({ all }) => all('SELECT * FROM schema_migrations ORDER BY version'));
}

async function dump(database: Database): Promise<string> {
  const rows = await database.read(({ all }) =>
    all('SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY tbl_name, type DESC, name'),
  );
  return `${rows.map(({ sql }) => `${String(sql)};`).join('\n\n')}\n`;
}
