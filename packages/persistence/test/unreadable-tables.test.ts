import { storedDatasetNames } from '@daybook/kernel';
import {
  createReportDatabase,
  createSandbox,
  type Database,
  type OpenReportDatabase,
} from '@daybook/persistence';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTemporaryDatabases } from './temporary-databases.ts';

const databases = createTemporaryDatabases();
const readable: ReadonlySet<string> = new Set<string>(
  storedDatasetNames.flatMap((name) => [name, `${name}_all`]),
);
let database: Database;
const sandbox = createSandbox();
let reports: OpenReportDatabase;

beforeAll(async () => {
  database = await databases.open();
  reports = createReportDatabase({ database, sandbox });
});

afterAll(async () => {
  await reports.close();
  await sandbox.close();
  await databases.dispose();
});

/** Every way to name a table that SQLite knows. */
const queriesOf = (table: string): readonly string[] => [
  `SELECT * FROM ${table}`,
  `SELECT * FROM "${table}"`,
  `SELECT * FROM [${table}]`,
  `SELECT * FROM '${table}'`,
  `SELECT * FROM main.'${table}'`,
  `SELECT count(*) AS n FROM '${table.toUpperCase()}'`,
  `SELECT 1 AS one FROM ohlcv WHERE EXISTS (SELECT 1 FROM '${table}')`,
  `WITH t AS (SELECT * FROM '${table}') SELECT * FROM t`,
  `SELECT symbol FROM ohlcv UNION ALL SELECT (SELECT count(*) FROM '${table}')`,
];

describe('the tables that policies can’t read', () => {
  it('are all but the canonical ones', async () => {
    const names = await database.read(({ all }) =>
      all(`SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')`),
    );
    const internal = names.map(({ name }) => String(name)).filter((name) => !readable.has(name));
    expect(internal).toEqual(
      expect.arrayContaining(['approvals', 'tokens', 'settings', 'audit_log', 'notices']),
    );
    expect(internal.length).toBeGreaterThan(20);
    const answered: string[] = [];
    for (const sql of internal.flatMap(queriesOf)) {
      await reports.readAll({ it: { sql, params: {} } }, { maxRows: 1, maxBytes: 1_000_000 }).then(
        () => answered.push(sql),
        (error: { readonly code: string }) =>
          expect([sql, error.code]).toEqual([sql, 'report.query-rejected']),
      );
    }
    expect(answered).toEqual([]);
  });

  it('leave every canonical one readable', async () => {
    for (const table of readable) {
      const answer = reports.readAll(
        { it: { sql: `SELECT * FROM ${table}`, params: {} } },
        { maxRows: 1, maxBytes: 1_000_000 },
      );
      await expect(answer).resolves.toMatchObject({ it: { rows: [] } });
    }
  });
});
