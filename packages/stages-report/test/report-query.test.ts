import { parseInstant } from '@daybook/kernel';
import { describe, expect, it } from '@jest/globals';
import { reportQuery, runReportQueries } from '../src/report-query.ts';
import { bars, createFixedDatabase, resultOf } from './fixed-database.ts';

const asOf = parseInstant('2020-12-31T22:00:00Z')!;
const { signal } = new AbortController();

describe('reportQuery', () => {
  it.each([
    [{ sql: 'SELECT :as_of', params: { as_of: '2020-01-01' } }, 'as_of is set by the run'],
    [{ sql: '' }, '>=1 characters'],
    [{ sql: 'x'.repeat(10_001) }, '<=10000 characters'],
    [{ sql: 'SELECT 1', params: { 'A-b': 1 } }, 'must match'],
    [{ sql: 'SELECT 1', limit: 5 }, 'limit'],
  ])('refuses %#', (query, message) => {
    expect(reportQuery.safeParse(query).error?.message).toContain(message);
  });
});

describe('runReportQueries', () => {
  it('asks for all queries at once, with a limit of rows, each with as_of beside its own values', async () => {
    const database = createFixedDatabase({ spy: bars, n: resultOf(['n'], [[1]]) });
    const queries = { spy: { sql: 'SELECT 1' }, n: { sql: 'SELECT :a, :as_of', params: { a: null } } };
    await runReportQueries(database, queries, { asOf, signal });
    expect(database.asked).toEqual({
      queries: {
        spy: { sql: 'SELECT 1', params: { as_of: '2020-12-31T22:00:00.000Z' } },
        n: { sql: 'SELECT :a, :as_of', params: { a: null, as_of: '2020-12-31T22:00:00.000Z' } },
      },
      maxRows: 10_000,
      maxBytes: 4 * 1024 * 1024,
    });
  });

  it.each([
    [
      'more rows than it may give',
      Array.from({ length: 10_000 }, () => [1]),
      /"big" gives more than 10000 rows/,
    ],
    ['more bytes than it may give', [['x']], /"big" gives more than 4194304 bytes/],
  ])('refuses %s', async (_, rows, message) => {
    const result = { ...resultOf(['t'], rows), truncated: true };
    await expect(
      runReportQueries(createFixedDatabase({ big: result }), { big: { sql: 'SELECT 1' } }, { asOf, signal }),
    ).rejects.toMatchObject({ code: 'report.query-failed', message: expect.stringMatching(message) });
  });

  it('refuses a missing result', async () => {
    await expect(
      runReportQueries(createFixedDatabase({}), { spy: { sql: 'SELECT 1' } }, { asOf, signal }),
    ).rejects.toMatchObject({ code: 'report.query-failed' });
  });
});
