import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTemporaryDatabases } from '../temporary-databases.ts';
import { attackReports, type AttackedReports } from './attacked-reports.ts';
import { innocentQueries } from './corpus/innocent.ts';
import { storeSmallMarket } from './small-market.ts';

const databases = createTemporaryDatabases();
let reports: AttackedReports;

beforeAll(async () => {
  const database = await databases.open();
  await storeSmallMarket(database);
  reports = attackReports(database);
});

afterAll(async () => {
  await reports.close();
  await databases.dispose();
});

describe('a query that people write', () => {
  it('is one of more than 40', () => {
    expect(new Set(innocentQueries.map(({ sql }) => sql)).size).toBeGreaterThan(40);
  });

  it.each(innocentQueries.map((query) => [query.what, query] as const))(
    'gives exactly its rows: %s',
    async (_, { sql, params, columns, rows }) => {
      const outcome = await reports.ask({ sql, params });
      // The message says more than a pattern that does not match.
      if (outcome.kind !== 'answered')
        throw new Error(`${outcome.message} ${JSON.stringify(outcome.details)}`);
      expect(outcome.result.columns.map(({ name }) => name)).toEqual(columns);
      expect(outcome.result.rows).toEqual(rows);
      expect(outcome.result.truncated).toBe(false);
    },
  );
});
