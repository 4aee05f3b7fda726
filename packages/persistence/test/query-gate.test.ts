import { createReportDatabase } from '@daybook/persistence';
import type { ReportDatabase } from '@daybook/stages-report';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { gateQuery } from '../src/query-gate.ts';
import { createTemporaryDatabases } from './temporary-databases.ts';

const databases = createTemporaryDatabases();
let reports: ReportDatabase;

beforeAll(async () => {
  reports = createReportDatabase(await databases.open());
});

afterAll(() => databases.dispose());

const innocent = [
  "SELECT 'DELETE FROM payloads; DROP TABLE ohlcv' AS text",
  'SELECT symbol FROM ohlcv -- not from payloads; nor sqlite_schema\n',
  'SELECT /* update policies; */ symbol FROM ohlcv /* ) */ ORDER BY symbol -- the end',
  `SELECT 'it''s; fine' AS "update me; (please", symbol AS [delete] FROM ohlcv`,
  "SELECT replace(symbol, '-', '.') AS symbol FROM ohlcv",
  'WITH last AS (SELECT max(date) AS date FROM ohlcv) SELECT o.* FROM ohlcv o JOIN last USING (date)',
  "select date('2021-01-04', '-7 days') as day, 1.5e+3 as n, .5 as half, 'a' || 'b' as ab",
  'SELECT count(*) AS insertions, 1 AS updated, 2 AS reports_total FROM ohlcv_all',
  "SELECT symbol FROM ohlcv WHERE symbol IN ('payloads', 'settings', 'sqlite_schema')",
  'SELECT "東京" FROM (SELECT 1 AS "東京")',
  'SELECT a.symbol, b.provider FROM instruments a JOIN instruments_all b ON a.symbol = b.symbol',
];

const refused: readonly (readonly [sql: string, why: RegExp])[] = [
  ['', /must start with SELECT or WITH/],
  ['-- nothing', /must start with SELECT or WITH/],
  ['DELETE FROM ohlcv_all', /must start with SELECT or WITH/],
  ['PRAGMA key', /must start with SELECT or WITH/],
  ["ATTACH 'x' AS y", /must start with SELECT or WITH/],
  ['EXPLAIN SELECT 1', /must start with SELECT or WITH/],
  ['VALUES (1)', /must start with SELECT or WITH/],
  ['SELECT 1; SELECT 2', /one statement/],
  ['SELECT 1;', /one statement/],
  ['WITH x AS (SELECT 1) DELETE FROM ohlcv_all', /says DELETE/],
  ['WITH x AS (SELECT 1) UPDATE ohlcv_all SET symbol = 1', /says UPDATE/],
  ['WITH x AS (SELECT 1) INSERT INTO ohlcv_all SELECT 1', /says INSERT/],
  ['WITH x AS (SELECT 1) REPLACE INTO ohlcv_all SELECT 1', /says INTO/],
  ['SELECT 1) LIMIT 1 --', /"\)" too many/],
  ['SELECT (1', /"\(" too many/],
  ["SELECT 'open", /can't be read from "'open"/],
  ['SELECT 1 /* open', /can't be read from "\/\* open"/],
  ['SELECT 1 \u0000', /can't be read/],
  ['SELECT * FROM payloads', /names payloads/],
  ['SELECT * FROM PayLoads', /names PayLoads/],
  ['SELECT * FROM main."policy_versions"', /names policy_versions/],
  ['SELECT * FROM [audit_log]', /names audit_log/],
  ['SELECT * FROM `tokens`', /names tokens/],
  ['SELECT * FROM provider_order', /names provider_order/],
  ['SELECT * FROM schema_migrations', /names schema_migrations/],
  ['SELECT * FROM sqlite_schema', /names sqlite_schema/],
  ['SELECT * FROM sqlite_temp_master', /names sqlite_temp_master/],
  ["SELECT * FROM pragma_table_info('ohlcv')", /names pragma_table_info/],
  ["SELECT sqlcipher_export('main')", /names sqlcipher_export/],
  ['SELECT ? AS a', /must be written as :name/],
  ['SELECT ?1 AS a', /must be written as :name/],
  ['SELECT @a AS a', /must be written as :name/],
  ['SELECT $a AS a', /must be written as :name/],
  ["SELECT * FROM 'provider_order'", /names 'provider_order'/],
  ["SELECT * FROM ohlcv, 'Provider_Order'", /names 'Provider_Order'/],
  // Only SQLite itself can tell that these name tables.
  ["SELECT * FROM 'payloads'", /table that is not a dataset/],
  ["SELECT * FROM ohlcv, 'sqlite_schema'", /table that is not a dataset/],
  ["SELECT (SELECT count(*) FROM 'policies') AS n", /table that is not a dataset/],
  ['SELECT * FROM notices', /table that is not a dataset/],
  ['SELECT * FROM policy_version_verdicts', /table that is not a dataset/],
  ["SELECT value FROM json_each('[1]')", /table function/],
  ["SELECT name FROM 'pragma_database_list'", /table function/],
];

describe('gateQuery', () => {
  for (const sql of innocent) {
    it(`lets through: ${sql.trim()}`, async () => {
      await expect(
        reports.readAll({ it: { sql, params: {} } }, { maxRows: 10, maxBytes: 1_000_000 }),
      ).resolves.toBeDefined();
    });
  }

  for (const [sql, why] of refused) {
    it(`refuses: ${sql || 'nothing'}`, async () => {
      await expect(
        reports.readAll({ it: { sql, params: {} } }, { maxRows: 10, maxBytes: 1_000_000 }),
      ).rejects.toMatchObject({
        code: 'report.query-rejected',
        message: expect.stringMatching(why),
        details: { query: 'it' },
      });
    });
  }

  it('lists each parameter once', () => {
    const sql = `SELECT :from, ':no', ":no" -- :no\n FROM ohlcv WHERE date BETWEEN :from AND :until_2`;
    expect(gateQuery(sql).parameters).toEqual(['from', 'until_2']);
  });
});
