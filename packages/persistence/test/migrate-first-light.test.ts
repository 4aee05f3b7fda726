import { toPolicyId, toReportId } from '@daybook/kernel';
import {
  createPolicyStore,
  createReportCatalogue,
  createReportDatabase,
  createSandbox,
  createRunHistory,
  createScheduleStore,
  type Database,
} from '@daybook/persistence';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { migrate } from '../src/migrate.ts';
import { migrations } from '../src/migrations/migrations.ts';
import { openWriteConnection, type ResultRow } from '../src/sqlcipher-connection.ts';
import { firstLightRows, insertFirstLightRows } from './first-light-rows.ts';
import { createTemporaryDatabases } from './temporary-databases.ts';

const databases = createTemporaryDatabases();
const tables = [...new Set(firstLightRows.map(([table]) => table))];
let database: Database;
let before: readonly (readonly ResultRow[])[];

beforeAll(async () => {
  const file = await databases.newFile();
  const connection = await openWriteConnection({ file, key: databases.key });
  await migrate(connection, file, migrations.slice(0, 1));
  await insertFirstLightRows(connection);
  before = await Promise.all(tables.map((table) => connection.all(`SELECT * FROM ${table}`)));
  await connection.close();
  database = await databases.open(file);
});

afterAll(() => databases.dispose());

describe('a database of the first release', () => {
  it('has rows in every table that the first release had', async () => {
    const empty = await databases.newFile();
    const connection = await openWriteConnection({ file: empty, key: databases.key });
    await migrate(connection, empty, migrations.slice(0, 1));
    const rows = await connection.all(
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT GLOB '*_all' AND name NOT GLOB 'sqlite_*'`,
    );
    await connection.close();
    const names = rows.map(({ name }) => name).filter((name) => name !== 'schema_migrations');
    expect(tables).toEqual(expect.arrayContaining(names));
  });

  it('keeps every value of every row', async () => {
    const after = await database.read(({ all }) =>
      Promise.all(tables.map((table) => all(`SELECT * FROM ${table}`))),
    );
    for (const [index, rows] of before.entries()) expect(after[index]).toMatchObject(rows);
    const problems = await database.read(async ({ all }) => [
      ...(await all('PRAGMA foreign_key_check')),
      ...(await all('PRAGMA integrity_check')),
    ]);
    expect(problems).toEqual([{ integrity_check: 'ok' }]);
  });

  it('has policies that nobody has approved', async () => {
    const policies = await createPolicyStore(database).list({ limit: 10 });
    expect(policies.map(({ name, enabled, paused, approved }) => [name, enabled, paused, approved])).toEqual([
      ['after the close', true, null, null],
      ['by hand', true, null, null],
      ['off', false, null, null],
      ['weekly', true, null, null],
    ]);
    expect(await createPolicyStore(database).versions(toPolicyId('pol_2'))).toMatchObject([
      { version: 2, verdict: 'proposed', createdBy: 'person:cli', decidedAt: null },
      { version: 1, verdict: 'superseded', createdBy: 'person:cli', decidedAt: null },
    ]);
  });

  it('has the schedules of its newest versions, waiting for approval', async () => {
    const schedules = await createScheduleStore(database).schedules();
    expect(schedules).toMatchObject([
      {
        policyName: 'weekly',
        version: 2,
        timing: { cron: '30 16 * * FRI', timezone: 'America/New_York' },
        misfireGraceTime: null,
        coalesce: false,
        standing: 'awaiting_approval',
      },
      {
        policyName: 'after the close',
        version: 1,
        timing: { afterClose: { calendar: 'XNYS', delay: 'PT30M' }, timezone: 'UTC' },
        coalesce: true,
        standing: 'awaiting_approval',
      },
    ]);
    for (const { accountedUntil } of schedules) {
      expect(accountedUntil).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      expect(accountedUntil > '2025').toBe(true);
    }
  });

  it('has runs, reports and files in the new lists', async () => {
    const [unfinished] = await createRunHistory(database).unfinished();
    expect(unfinished).toMatchObject({ runId: 'run_2', policyName: 'weekly', process: null });
    expect(await createReportCatalogue(database).artifactsOf(toReportId('rep_1'), 1)).toEqual([
      { artifactId: 'art_1', format: 'html', name: 'brief.html', bytes: 7 },
    ]);
  });

  it('is still readable by reports', async () => {
    const query = { sql: 'SELECT symbol FROM instruments', params: {} };
    const sandbox = createSandbox();
    const reports = createReportDatabase({ database, sandbox });
    const { it } = await reports.readAll({ it: query }, { maxRows: 10, maxBytes: 1_000_000 });
    await reports.close();
    await sandbox.close();
    expect(it?.rows).toEqual([['NRTH']]);
  });
});
