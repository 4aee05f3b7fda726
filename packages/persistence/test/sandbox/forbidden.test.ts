import type { Database } from '@daybook/persistence';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTemporaryDatabases } from '../temporary-databases.ts';
import { attackReports, type AttackedReports, type Outcome } from './attacked-reports.ts';
import { forbiddenQueries } from './corpus/forbidden.ts';
import { inertInjections } from './corpus/forbidden-injections.ts';
import { findTraces, type Traces } from './left-behind.ts';
import { holdsSecret, plantSecrets, secret } from './planted-secrets.ts';
import { storeSmallMarket } from './small-market.ts';

const databases = createTemporaryDatabases();
let database: Database;
let reports: AttackedReports;
let before: Traces;

beforeAll(async () => {
  database = await databases.open();
  await storeSmallMarket(database);
  await database.write(({ run }) => plantSecrets(run, secret));
  reports = attackReports(database);
  await reports.ask({ sql: 'SELECT 1 AS one', params: {} });
  before = await findTraces(database, reports.pid());
});

afterAll(async () => {
  await reports.close();
  await databases.dispose();
});

/** Values for the parameters that some of the queries name. */
const params = { guess: 'c', a: '', b: '~', table: 'settings', column: 'symbol' };

const ask = (sql: string): Promise<Outcome> => reports.ask({ sql, params });

const shown = (sql: string): string => (sql.length > 200 ? `${sql.slice(0, 200)}…` : sql);

const kinds = [...new Set(forbiddenQueries.map(({ kind }) => kind))];

describe('a query that no policy may run', () => {
  it('is one of more than 240', () => {
    const texts = forbiddenQueries.map(({ sql }) => sql);
    expect(new Set(texts).size).toBe(texts.length);
    expect(texts.length).toBeGreaterThan(240);
    process.stderr.write(`${texts.length} forbidden queries of ${kinds.length} kinds\n`);
  });

  it.each(kinds)('is refused: %s', async (kind) => {
    const wrong: unknown[] = [];
    for (const { sql, mustNot } of forbiddenQueries.filter((query) => query.kind === kind)) {
      const outcome = await ask(sql);
      if (outcome.kind !== 'refused' || holdsSecret(JSON.stringify(outcome), secret)) {
        wrong.push({ sql: shown(sql), mustNot, outcome: JSON.stringify(outcome).slice(0, 300) });
      }
    }
    expect(wrong).toEqual([]);
    expect(await ask('SELECT 1 AS one')).toMatchObject({ kind: 'answered', result: { rows: [[1]] } });
  });

  it('is refused in words that help, with a stable name for what is wrong', async () => {
    for (const { sql } of forbiddenQueries.filter((_, index) => index % 9 === 0)) {
      expect(await ask(sql)).toMatchObject({
        message: expect.stringMatching(/^The query "it" is refused: .+/),
        details: { query: 'it', problem: expect.stringMatching(/^sql\.[a-z-]+$/) },
      });
    }
  });

  it('tells of the dataset at most, where it is text within a literal', async () => {
    const symbols = ['NRTH', 'SOLA', 'TIDE'];
    for (const sql of inertInjections) {
      const outcome = await ask(sql);
      expect(holdsSecret(JSON.stringify(outcome), secret)).toBe(false);
      expect(outcome.kind).not.toBe('broken');
      if (outcome.kind !== 'answered') continue;
      expect(outcome.result.columns.map(({ name }) => name)).toEqual(['symbol']);
      for (const [symbol] of outcome.result.rows) expect(symbols).toContain(symbol);
    }
  });

  it('leaves no file and no change behind', async () => {
    expect(await findTraces(database, reports.pid())).toEqual(before);
  });
});
