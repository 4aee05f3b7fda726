import { EngineError } from '@daybook/kernel';
import { describe, expect, it } from '@jest/globals';
import { createQueryStep, queryStepShape } from '../src/query-step.ts';
import type { RawResult } from '../src/report-database.ts';
import { bars, createFixedDatabase, resultOf, stepCall } from './fixed-database.ts';

const sql = 'SELECT date, open, high, low, close FROM ohlcv WHERE symbol = :symbol';

/** A database that answers the step named `held`, and the step. */
function setUp(result: RawResult = bars) {
  const database = createFixedDatabase({ held: result });
  const step = createQueryStep({ database });
  return { database, run: (params: object, call = stepCall({ stepId: 'held' })) => step.run(params, call) };
}

describe('query', () => {
  it('gives rows by column, and how many', async () => {
    const { run } = setUp(
      resultOf(
        ['symbol', 'n', 'note'],
        [
          ['NRTH', 7, null],
          ['007', 0.5, ''],
        ],
      ),
    );
    expect(await run({ sql: 'SELECT symbol, n, note FROM watchlist' })).toEqual({
      rows: [
        { symbol: 'NRTH', n: 7, note: null },
        { symbol: '007', n: 0.5, note: '' },
      ],
      row_count: 2,
    });
  });

  it('binds its parameters and the instant of the run, within the limit of rows', async () => {
    const { database, run } = setUp();
    await run({ sql, params: { symbol: 'SPY' } });
    expect(database.asked).toEqual({
      queries: { held: { sql, params: { symbol: 'SPY', as_of: '2020-12-31T22:00:00.000Z' } } },
      maxRows: 10_000,
      maxBytes: 4 * 1024 * 1024,
    });
  });

  it('gives an empty list for no rows', async () => {
    expect(await setUp({ ...bars, rows: [] }).run({ sql })).toEqual({ rows: [], row_count: 0 });
  });

  it('passes on what the database says', async () => {
    const { database, run } = setUp();
    const error = new EngineError('report.query-failed', 'Query "held": no such column: tikcer.');
    database.readAll = () => Promise.reject(error);
    await expect(run({ sql })).rejects.toBe(error);
  });

  it.each([
    [{}],
    [{ sql: '' }],
    [{ sql: 'SELECT 1;' }],
    [{ sql: 'SELECT 1; SELECT 2' }],
    [{ sql: 'DELETE FROM ohlcv' }],
    [{ sql, params: { as_of: '2020-01-01' } }],
    [{ sql, limit: 5 }],
  ])('refuses %j, before it reads', async (params) => {
    const { database, run } = setUp();
    await expect(run(params)).rejects.toMatchObject({ code: 'step.params-invalid' });
    expect(database.asked).toBeUndefined();
  });

  it('reads nothing once it was aborted', async () => {
    const { database, run } = setUp();
    const reason = new EngineError('run.cancelled', 'Cancelled.');
    await expect(run({ sql }, stepCall({ signal: AbortSignal.abort(reason) }))).rejects.toBe(reason);
    expect(database.asked).toBeUndefined();
  });

  it('judges its SQL at its place', () => {
    expect(queryStepShape.judge({ sql: 'SELECT 1;' })).toMatchObject([
      { path: ['sql'], code: 'sql.trailing-semicolon', suggestion: 'SELECT 1' },
    ]);
    for (const params of [{ sql }, { sql: '' }, { sql: { ref: 'ctx.a.b' } }, null, []]) {
      expect(queryStepShape.judge(params)).toEqual([]);
    }
  });
});
