import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fetchEnvelope } from '@daybook/kernel';
import type { AnswerDocument } from '../http/answer-document.ts';
import { approved, endedRun, type OpenedDaybook, openDaybook } from '../http/opened-daybook.ts';

let opened: OpenedDaybook;
beforeAll(async () => {
  opened = await openDaybook();
});
afterAll(() => opened.close());

const asOf = '2026-03-06T22:00:00Z';

const load = (id: string, dataset: string, criteria: object = {}, needs: readonly string[] = []) => [
  { id, type: 'fetch', needs, params: { provider: 'sample', dataset, criteria } },
  { id: `${id}_rows`, type: 'transform', params: { source: { ref: `ctx.${id}` }, target: dataset } },
];
const policy = (name: string, ...steps: readonly object[]) => ({ schema_version: 1, name, steps });
const loaded = policy('loaded', ...load('held', 'positions'), ...load('listed', 'instruments'));

async function run(document: object, body: object = {}): Promise<AnswerDocument> {
  const { id } = await approved(opened, document);
  const { status, json, text } = await opened.api('POST', `/policies/${id}/runs`, {
    body: { as_of: asOf, ...body },
  });
  if (status !== 202) throw new Error(text);
  return endedRun(opened, json.id);
}

/** What became of a step. */
function step({ steps }: AnswerDocument, id: string) {
  const found = steps.find((each) => each.id === id);
  if (found === undefined) throw new Error(`the run has no step ${id}`);
  return found;
}

/** The entities that a fetch has payloads of. */
function fetched(run: AnswerDocument, id: string): readonly string[] {
  const { payloads } = fetchEnvelope.parse(step(run, id).output);
  return payloads.map((payload) => payload.entity_key);
}

describe('steps that ask the datasets', () => {
  const query = (sql: string) => ({ symbols: { type: 'db_query', sql } });
  const held = query(
    'SELECT DISTINCT symbol FROM positions WHERE as_of <= date(:as_of) ORDER BY symbol DESC',
  );

  beforeAll(() => run(loaded));

  it('fetch what is held, in the order of the query', async () => {
    const done = await run(policy('by-query', ...load('prices', 'ohlcv', held)));
    expect(done.state).toBe('success');
    expect(fetched(done, 'prices')).toEqual(['TIDE', 'SOLA', 'NRTH']);
  });

  it('fetch the same in a run for show, over what is stored', async () => {
    const prices = load('prices', 'ohlcv', held);
    const shown = await run(policy('for-show', ...prices), { dry_run: true });
    expect(shown).toMatchObject({ state: 'success', dry_run: true });
    expect(fetched(shown, 'prices')).toEqual(['TIDE', 'SOLA', 'NRTH']);
  });

  it('fetch what a dataset shares with the instruments', async () => {
    const where = { account_id: 'ACC-1', quantity: 120.5 };
    const joined = { symbols: { type: 'db_join', dataset: 'positions', on: 'symbol', where } };
    const others = { symbols: { type: 'db_join', dataset: 'positions', on: 'currency' } };
    const done = await run(
      policy('by-join', ...load('one', 'ohlcv', joined), ...load('all', 'ohlcv', others)),
    );
    expect(done.state).toBe('success');
    expect(fetched(done, 'one')).toEqual(['TIDE']);
    expect(fetched(done, 'all')).toEqual(['NRTH', 'QRTZ', 'SOLA', 'TIDE', 'VLLM']);
  });

  it('fetch nothing, and do not succeed, when nothing is held', async () => {
    const nothing = query("SELECT symbol FROM positions WHERE account_id = 'nobody'");
    const done = await run(policy('of-nobody', ...load('prices', 'ohlcv', nothing)));
    expect(done.state).toBe('partial');
    expect(step(done, 'prices').output).toMatchObject({
      outcome: 'empty',
      payloads: [],
      warnings: [{ code: 'fetch.no-symbols' }],
    });
  });

  it('say which value is no symbol', async () => {
    const names = query('SELECT name FROM instruments ORDER BY symbol');
    const done = await run(policy('by-name', ...load('prices', 'ohlcv', names)));
    expect(done.state).toBe('failed');
    expect(step(done, 'prices').error).toMatchObject({
      code: 'step.params-invalid',
      message: expect.stringContaining('holds "Sample North", which is no symbol'),
    });
  });
});

describe('a gate in SQL', () => {
  const gate = (...checks: readonly object[]) => ({
    id: 'gate',
    type: 'assert',
    needs: ['prices_rows'],
    params: { checks },
  });
  const prices = load('prices', 'ohlcv', { range: { type: 'relative', last: 'P1M' } });
  const fresh = {
    name: 'no price is older than three days',
    sql: "SELECT symbol, max(date) AS newest FROM ohlcv GROUP BY symbol HAVING max(date) < date(:as_of, '-3 days') ORDER BY symbol",
    message: 'Prices are missing.',
  };

  it('opens when no rows are found that must not be there', async () => {
    const done = await run(policy('fresh', ...prices, gate(fresh)));
    expect(done.state).toBe('success');
    expect(step(done, 'gate').output).toEqual({ checks: [{ name: fresh.name, passed: true }] });
  });

  it('stays shut with the words of the author and the first rows', async () => {
    const stale = { ...fresh, sql: fresh.sql.replace("'-3 days'", "'+1 day'") };
    const shut = await run(policy('stale', ...prices, gate(stale)));
    expect(shut.state).toBe('failed');
    expect(step(shut, 'gate').error).toMatchObject({
      code: 'assert.failed',
      message:
        '1 of 1 checks failed. "no price is older than three days": Prices are missing. Found 5 rows, the first 3: symbol=NRTH, newest=2026-03-06; symbol=QRTZ, newest=2026-03-06; symbol=SOLA, newest=2026-03-06.',
    });
  });

  it('weighs decimals by value', async () => {
    const heavy = {
      name: 'nothing weighs a hundred',
      sql: 'SELECT symbol, quantity FROM positions WHERE quantity >= 100 ORDER BY quantity',
      message: 'Too much of one thing.',
    };
    const shut = await run(
      policy('heavy', ...load('held', 'positions'), { ...gate(heavy), needs: ['held_rows'] }),
    );
    expect(step(shut, 'gate').error).toMatchObject({
      code: 'assert.failed',
      message: expect.stringMatching(/Found 1 row: symbol=TIDE, quantity=120\.5\.$/),
    });
  });

  it('says which check cannot be asked', async () => {
    const wrong = { ...fresh, sql: "SELECT symbol, CAST('9e999' AS REAL) AS size FROM ohlcv" };
    const done = await run(policy('unasked', ...prices, gate(wrong)));
    expect(step(done, 'gate').error).toMatchObject({
      code: 'report.query-failed',
      message: expect.stringMatching(/"no price is older than three days".*column size.*not finite/),
    });
  });
});

describe('a number that went through a float', () => {
  it('is marked in the report, and nothing else is', async () => {
    const sql =
      'SELECT symbol, quantity, CAST(quantity AS REAL) / 3 AS third FROM positions WHERE as_of = (SELECT max(as_of) FROM positions) ORDER BY symbol';
    const done = await run(
      policy(
        'thirds',
        ...load('held', 'positions'),
        {
          id: 'report',
          type: 'store_report',
          needs: ['held_rows'],
          params: {
            report: 'thirds',
            title: 'Thirds',
            queries: { held: { sql } },
            sections: [
              { type: 'metric_card', title: 'A third', query: 'held', column: 'third', format: 'decimal:2' },
              { type: 'data_table', query: 'held' },
            ],
          },
        },
        {
          id: 'pages',
          type: 'render',
          params: { report: { ref: 'ctx.report' }, formats: ['html'] },
        },
      ),
    );
    expect(done.state).toBe('success');
    const { text } = await opened.api('GET', `/artifacts/${done.artifacts[0]?.id}`);
    expect(text).toContain('≈ 13.33<');
    expect(text.match(/≈ [\d.]+/g)).toHaveLength(4);
    expect(text).toMatch(/>120\.5</);
  });
});

describe('SQL that a run would refuse', () => {
  const sql = 'SELECT symbol, quantity * 2 AS twice FROM positions WHERE quantity > :least';
  const document = policy('refused', {
    id: 'twice',
    type: 'query',
    params: { sql, params: { least: '10.5' } },
  });
  const issue = {
    pointer: '/steps/0/params/sql',
    code: 'sql.decimal-operator',
    suggestion: 'SELECT symbol, dec_mul(quantity, 2) AS twice FROM positions WHERE quantity > :least',
  };

  it('is an issue of the document when it is judged', async () => {
    const { json } = await opened.api('POST', '/policies/validate', { body: document });
    expect(json).toMatchObject({ valid: false, issues: [issue] });
  });

  it('is not saved', async () => {
    const { status, json } = await opened.api('POST', '/policies', { body: document });
    expect([status, json.code]).toEqual([422, 'policy.invalid']);
    expect(json.issues).toMatchObject([issue]);
  });

  it('depends on values only where they are known', async () => {
    const judged = async (least: unknown) => {
      const body = policy('compared', {
        id: 'some',
        type: 'query',
        params: { sql: 'SELECT symbol FROM positions WHERE quantity > :least', params: { least } },
      });
      return (await opened.api('POST', '/policies/validate', { body: { ...body, variables: { n: 'few' } } }))
        .json;
    };
    expect((await judged('12')).issues).toEqual([]);
    expect((await judged('many')).issues).toMatchObject([{ code: 'sql.decimal-comparison' }]);
    expect((await judged({ var: 'n' })).issues).toMatchObject([{ code: 'sql.decimal-comparison' }]);
  });
});
