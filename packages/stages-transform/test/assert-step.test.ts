import { EngineError, type JsonValue } from '@daybook/kernel';
import { assertStepShape, createAssertStep } from '@daybook/stages-transform';
import { describe, expect, it } from '@jest/globals';
import { createFixedChecks, rowsOf } from './fixed-checks.ts';
import { callOf } from './transform-fixture.ts';

/** A check of a value as it stands when references are resolved. */
const check = (name: string, field: JsonValue, op: string, value?: JsonValue) => ({
  name,
  condition: { field, op, ...(value === undefined ? {} : { value }) },
  message: `Look at ${name}.`,
});
const run = (...checks: object[]) =>
  createAssertStep({ database: createFixedChecks() }).run({ checks }, callOf());
const sqlCheck = { name: 'held', sql: 'SELECT symbol FROM positions WHERE quantity < 0', message: 'Short.' };

describe('the assert step', () => {
  it('passes when every condition holds', async () => {
    const price = check('the price', '100.1', 'gt', '99.9');
    const rows = check('the rows', [], 'empty');
    expect(await run(price, rows)).toEqual({
      checks: [
        { name: 'the price', passed: true },
        { name: 'the rows', passed: true },
      ],
    });
  });

  it('fails with the message of every check that does not hold', async () => {
    const failing = run(
      check('quality', 0.7, 'gte', '0.95'),
      check('rows', 3, 'gt', 0),
      check('newest', '2024-01-02', 'gte', '2024-01-05'),
    );
    await expect(failing).rejects.toMatchObject({
      code: 'assert.failed',
      message: '2 of 3 checks failed. "quality": Look at quality. · "newest": Look at newest.',
      advice: { kind: 'never' },
      details: {
        failed: [
          { name: 'quality', trace: { kind: 'comparison', left: 0.7, right: '0.95', result: false } },
          { name: 'newest', message: 'Look at newest.' },
        ],
      },
    });
  });

  it('fails when a check cannot be decided', async () => {
    await expect(run(check('rows', 'many', 'gt', 0), check('price', null, 'gt', 0))).rejects.toMatchObject({
      code: 'step.condition-failed',
      message: expect.stringMatching(
        /^2 of 2 checks could not be decided\. "rows": .* · "price": .*if_missing/,
      ),
    });
  });

  it('takes a reference that was left standing for a missing field', async () => {
    const missing = { field: { ref: 'ctx.prices.newest', optional: true }, op: 'gt', value: 0 };
    const lenient = { ...missing, if_missing: true };
    const checks = (condition: object) => ({ name: 'newest', condition, message: 'Old.' });
    expect(await run(checks(lenient))).toMatchObject({ checks: [{ passed: true }] });
    await expect(run(checks(missing))).rejects.toMatchObject({ code: 'step.condition-failed' });
    await expect(run(checks({ ...lenient, if_missing: false }))).rejects.toMatchObject({
      code: 'assert.failed',
    });
  });

  it.each<[string, object[]]>([
    ['no checks', []],
    ['a check without a condition', [{ name: 'a', message: 'A.' }]],
    ['a check with two conditions', [{ ...check('a', 1, 'eq', 1), sql: 'SELECT 1' }]],
    ['a check without a message', [{ name: 'a', sql: 'SELECT 1' }]],
    ['an unknown operator', [check('a', 1, 'matches', 1)]],
    ['a name that hides something', [check('a\u202E', 1, 'eq', 1)]],
    ['two checks of one name', [check('a', 1, 'eq', 1), check('a', 2, 'eq', 2)]],
    ['SQL that writes', [{ ...sqlCheck, sql: 'DELETE FROM positions' }]],
    ['51 checks', Array.from({ length: 51 }, (_, index) => check(`c${index}`, 1, 'eq', 1))],
  ])('refuses %s', async (_, checks) => {
    await expect(run(...checks)).rejects.toMatchObject({ code: 'step.params-invalid' });
  });

  it('does nothing once it was aborted', async () => {
    const reason = new EngineError('run.cancelled', 'Cancelled.');
    const call = callOf({ signal: AbortSignal.abort(reason) });
    const database = createFixedChecks();
    const { run: runStep } = createAssertStep({ database });
    await expect(runStep({ checks: [sqlCheck] }, call)).rejects.toBe(reason);
    expect(database.asked).toEqual([]);
  });
});

describe('checks in SQL', () => {
  const none = rowsOf(['symbol'], []);
  const stale = rowsOf(
    ['symbol', 'date'],
    [
      ['SPY', '2026-01-02'],
      ['QQQ', null],
    ],
  );
  const other = { name: 'priced', sql: 'SELECT symbol FROM ohlcv WHERE close IS NULL', message: 'No price.' };
  const setUp = (results: Parameters<typeof createFixedChecks>[0]) => {
    const database = createFixedChecks(results);
    const step = createAssertStep({ database });
    return { database, check: (...checks: object[]) => step.run({ checks }, callOf()) };
  };

  it('pass when their queries give no rows', async () => {
    const { check: decide } = setUp({ held: none, priced: none });
    expect(await decide(sqlCheck, other, check('rows', 3, 'gt', 0))).toEqual({
      checks: [
        { name: 'held', passed: true },
        { name: 'priced', passed: true },
        { name: 'rows', passed: true },
      ],
    });
  });

  it('are asked together, with the instant of the run and nothing else', async () => {
    const { database, check: decide } = setUp({ held: none, priced: none });
    await decide(check('rows', 3, 'gt', 0), sqlCheck, other);
    const params = { as_of: '1970-01-01T00:00:00.000Z' };
    expect(database.asked).toEqual([
      { held: { sql: sqlCheck.sql, params }, priced: { sql: other.sql, params } },
    ]);
  });

  it('are not asked when there are none', async () => {
    const { database, check: decide } = setUp({});
    await decide(check('rows', 3, 'gt', 0));
    expect(database.asked).toEqual([]);
  });

  it('fail in the words of the author, with the rows that must not be there', async () => {
    const { check: decide } = setUp({ held: stale, priced: none });
    await expect(decide(sqlCheck, other, check('rows', 0, 'gt', 0))).rejects.toMatchObject({
      code: 'assert.failed',
      message:
        '2 of 3 checks failed. "held": Short. Found 2 rows: symbol=SPY, date=2026-01-02; symbol=QQQ, date=NULL. · "rows": Look at rows.',
      advice: { kind: 'never' },
      details: {
        failed: [
          {
            name: 'held',
            message: 'Short.',
            rows: [
              { symbol: 'SPY', date: '2026-01-02' },
              { symbol: 'QQQ', date: null },
            ],
            row_count: 2,
            more_rows: false,
          },
          { name: 'rows', trace: { kind: 'comparison' } },
        ],
      },
    });
  });

  it('fail when not even their first row could be given', async () => {
    const { check: decide } = setUp({ held: { ...none, truncated: true } });
    await expect(decide(sqlCheck)).rejects.toMatchObject({
      code: 'assert.failed',
      message: '1 of 1 checks failed. "held": Short. Found more than 0 rows.',
    });
  });

  it('never pass without a result', async () => {
    const { check: decide } = setUp({ priced: none });
    await expect(decide(sqlCheck, other)).rejects.toMatchObject({
      code: 'report.query-failed',
      message: 'The check "held" gave no result. Run the step again.',
    });
    const inherited = { ...sqlCheck, name: 'toString' };
    await expect(setUp({}).check(inherited)).rejects.toMatchObject({ code: 'report.query-failed' });
  });

  it('have any name', async () => {
    const { check: decide } = setUp({ ['__proto__']: none });
    const named = { ...sqlCheck, name: '__proto__' };
    expect(await decide(named)).toEqual({ checks: [{ name: '__proto__', passed: true }] });
  });

  it('pass on what is wrong with a query, which names the check', async () => {
    const error = new EngineError('report.query-rejected', 'The query "held" is refused: it names payloads.');
    const step = createAssertStep({ database: { readAll: () => Promise.reject(error) } });
    await expect(step.run({ checks: [sqlCheck] }, callOf())).rejects.toBe(error);
  });
});

describe('judging the parameters of assert', () => {
  const field = { ref: 'ctx.bars.quality' };
  const found = (...checks: readonly JsonValue[]) =>
    assertStepShape.judge({ checks }).map(({ path, code }) => `${code} /${path.join('/')}`);

  it('finds nothing wrong with references', () => {
    const condition = { all: [{ field, op: 'gte', value: 0.9 }, { not: { field, op: 'empty' } }] };
    expect(found({ name: 'a', condition, message: 'A.' }, sqlCheck)).toEqual([]);
  });

  it.each<[JsonValue, string]>([
    [check('held', field, 'gt', 0), 'assert.name-duplicate /checks/1/name'],
    [{ ...sqlCheck, name: 'b', sql: 'SELECT 1;' }, 'sql.trailing-semicolon /checks/1/sql'],
    [{ ...sqlCheck, name: 'b', sql: 'SELECT 1; SELECT 2' }, 'sql.several-statements /checks/1/sql'],
    [check('b', 'ctx.bars.quality', 'gt', 0), 'condition.field-invalid /checks/1/condition/field'],
    [
      { name: 'b', message: 'B.', condition: { any: [{ not: { field: 1, op: 'eq', value: 1 } }] } },
      'condition.field-invalid /checks/1/condition/any/0/not/field',
    ],
  ])('finds one thing wrong with %j', (second, expected) => {
    expect(found(sqlCheck, second)).toEqual([expected]);
  });

  it.each<[JsonValue]>([
    [null],
    ['checks'],
    [{ checks: { ref: 'ctx.a.b' } }],
    [{ checks: [7, null, { name: 7 }] }],
  ])('passes over %j', (params) => {
    expect(assertStepShape.judge(params)).toEqual([]);
  });
});
