import { EngineError, type JsonValue } from '@daybook/kernel';
import type { StepTypeShape } from '@daybook/policy';
import { describe, expect, it } from '@jest/globals';
import { judgingSql, type QueryAnalyser } from '../../src/judge-sql.ts';
import { applicationShapes } from '../../src/policy-parser.ts';

interface Asked {
  readonly sql: string;
  readonly params: unknown;
}

/** Refuses what says WRONG or names "later", and finds the parameters `:a` and `:b` where they are named. */
function judgeWith(type: string, params: JsonValue) {
  const asked: Asked[] = [];
  const analyse: QueryAnalyser = (sql, given) => {
    asked.push({ sql, params: given });
    if (sql.includes('WRONG')) throw refusal('sql.decimal-operator', 'SELECT dec_add(1, 2)');
    if (sql.includes('FROM')) throw refusal('sql.unknown-table');
    return { parameters: [...sql.matchAll(/:(\w+)/g)].map(([, name = '']) => name) };
  };
  const shape: StepTypeShape | undefined = judgingSql(applicationShapes(), analyse).get(type);
  if (shape === undefined) throw new Error(`there is no step type ${type}`);
  return { found: shape.judge(params), asked };
}

function refusal(problem: string, suggestion?: string): EngineError {
  const details = { problem, ...(suggestion === undefined ? {} : { suggestion }) };
  return new EngineError('report.query-rejected', 'The query is refused: it is wrong.', { details });
}

const at = (type: string, params: JsonValue) =>
  judgeWith(type, params).found.map(({ path, code }) => `${code} /${path.join('/')}`);

const report = (query: JsonValue) => ({
  queries: { q: query },
  sections: [{ type: 'data_table', query: 'q' }],
});
const check = (sql: JsonValue) => ({ checks: [{ name: 'a', message: 'A.', condition: {} }, { sql }] });
const symbols = (symbols: JsonValue) => ({
  provider: 'sample',
  dataset: 'ohlcv',
  criteria: { symbols },
});

describe('judging the SQL of a policy', () => {
  it.each<[string, JsonValue, string]>([
    ['query', { sql: 'SELECT WRONG' }, '/sql'],
    ['store_report', report({ sql: 'SELECT WRONG' }), '/queries/q/sql'],
    ['assert', check('SELECT WRONG'), '/checks/1/sql'],
    ['fetch', symbols({ type: 'db_query', sql: 'SELECT WRONG' }), '/criteria/symbols/sql'],
  ])('finds what is wrong in %s', (type, params, pointer) => {
    expect(at(type, params)).toEqual([`sql.decimal-operator ${pointer}`]);
  });

  it('says what to write instead', () => {
    expect(judgeWith('query', { sql: 'SELECT WRONG' }).found).toEqual([
      {
        path: ['sql'],
        code: 'sql.decimal-operator',
        message: 'The query is refused: it is wrong.',
        suggestion: 'SELECT dec_add(1, 2)',
      },
    ]);
  });

  it('leaves what was found already as it is', () => {
    const { found, asked } = judgeWith('query', { sql: 'SELECT WRONG;' });
    expect(found).toMatchObject([{ code: 'sql.trailing-semicolon' }]);
    expect(asked).toEqual([]);
  });

  it('knows the values that stand in the document, and the instant of the run', () => {
    const params = { a: '1.5', b: { ref: 'ctx.x.y' }, c: 7, d: null, e: [1] };
    const { asked, found } = judgeWith('query', { sql: 'SELECT :a, :b, :as_of', params });
    expect(found).toEqual([]);
    expect(asked).toEqual([
      {
        sql: 'SELECT :a, :b, :as_of',
        params: { a: '1.5', c: 7, d: null, as_of: '1970-01-01T00:00:00.000Z' },
      },
    ]);
  });

  it('finds parameters without a value', () => {
    expect(judgeWith('query', { sql: 'SELECT :a, :b', params: { a: 1 } }).found).toMatchObject([
      { path: ['sql'], code: 'sql.parameter', message: expect.stringContaining(':b, which has no value') },
    ]);
    expect(at('assert', check('SELECT :a'))).toEqual(['sql.parameter /checks/1/sql']);
    expect(at('query', { sql: 'SELECT :a', params: { ref: 'ctx.x.y' } })).toEqual([]);
    expect(at('query', { sql: 'SELECT :a', params: 7 })).toEqual([]);
  });

  it('lets pass what a later release can store', () => {
    expect(at('query', { sql: 'SELECT * FROM transactions' })).toEqual([]);
    expect(at('query', { sql: 'SELECT * FROM holdings_value' })).toEqual([]);
    expect(at('query', { sql: 'SELECT * FROM nothing' })).toEqual(['sql.unknown-table /sql']);
  });

  it.each<[string, JsonValue]>([
    ['query', null],
    ['query', { sql: { ref: 'ctx.a.sql' } }],
    ['query', { sql: '' }],
    ['store_report', { queries: { ref: 'ctx.a.queries' }, sections: [] }],
    ['store_report', { queries: { q: 'SELECT WRONG' }, sections: [{ type: 'data_table', query: 'q' }] }],
    ['assert', { checks: { ref: 'ctx.a.checks' } }],
    ['assert', { checks: [null, 'SELECT WRONG', { name: 'a' }] }],
    ['fetch', symbols(['SPY'])],
    ['fetch', symbols({ type: 'db_join', sql: 'SELECT WRONG' })],
    ['transform', { sql: 'SELECT WRONG' }],
  ])('passes over %s with %j', (type, params) => {
    expect(judgeWith(type, params).asked).toEqual([]);
  });

  it('passes over what is longer than the schemas allow', () => {
    expect(judgeWith('query', { sql: `SELECT ${' '.repeat(10_000)}WRONG` }).asked).toEqual([]);
  });

  it('hides no mistake of its own', () => {
    const broken: QueryAnalyser = () => {
      throw new RangeError('too deep');
    };
    const shape = judgingSql(applicationShapes(), broken).get('query');
    expect(() => shape?.judge({ sql: 'SELECT 1' })).toThrow(RangeError);
  });
});
