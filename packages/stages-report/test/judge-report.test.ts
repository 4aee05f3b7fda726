import type { JsonValue } from '@daybook/kernel';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { judgeReport } from '../src/judge-report.ts';

const table = { type: 'data_table', query: 'spy' };
const chart = { type: 'chart', kind: 'line', title: 'SPY', query: 'spy', x: 'date', y: 'close' };
const candles = { ...chart, kind: 'candlestick', y: ['open', 'high', 'low', 'close'] };
const when = { field: { ref: 'ctx.bars.rows_written' }, op: 'gt', value: 0 };
const conditional = { type: 'conditional_section', when, sections: [table] };
const reference = { ref: 'ctx.a.b' };

const report = (
  sections: JsonValue,
  queries: JsonValue = { spy: { sql: 'SELECT date, close FROM ohlcv' } },
) => ({
  report: 'brief',
  title: 'Brief',
  queries,
  sections,
});
const found = (params: JsonValue) =>
  judgeReport(params).map(({ path, code }) => `${code} /${path.join('/')}`);

describe('judging the parameters of store_report', () => {
  it.each<[JsonValue]>([
    [[table]],
    [[chart, candles]],
    [[{ ...chart, y: ['open', 'close'] }]],
    [[{ ...chart, series: 'symbol' }]],
    [[{ ...chart, kind: 'bar', series: 'symbol', x: 'name' }]],
    [[{ ...chart, kind: 'pie', y: ['value'] }]],
    [[conditional]],
    [[{ ...candles, y: ['open', 'high', 'low', reference] }]],
  ])('finds nothing wrong with the sections %j', (sections) => {
    expect(found(report(sections))).toEqual([]);
  });

  it.each<[JsonValue, string]>([
    [{ ...table, query: 'sp' }, 'report.query-unknown /sections/1/query'],
    [{ ...table, query: 'constructor' }, 'report.query-unknown /sections/1/query'],
    [
      { ...conditional, sections: [table, { ...table, query: 'spx' }] },
      'report.query-unknown /sections/1/sections/1/query',
    ],
    [{ ...candles, y: ['open', 'high', 'low'] }, 'report.columns-invalid /sections/1/y'],
    [{ ...candles, y: 'close' }, 'report.columns-invalid /sections/1/y'],
    [{ ...candles, series: 'symbol' }, 'report.columns-invalid /sections/1/series'],
    [{ ...chart, y: ['open', 'close'], series: 'symbol' }, 'report.columns-invalid /sections/1/series'],
    [{ ...chart, y: ['close', 'close'] }, 'report.columns-invalid /sections/1/y'],
    [{ ...chart, kind: 'pie', y: ['a', 'b'] }, 'report.columns-invalid /sections/1/y'],
    [{ ...chart, kind: 'pie', series: 'symbol' }, 'report.columns-invalid /sections/1/series'],
    [
      { ...conditional, sections: [{ ...candles, y: 'close' }] },
      'report.columns-invalid /sections/1/sections/0/y',
    ],
    [
      { ...conditional, when: { ...when, field: 'ctx.bars.rows_written' } },
      'condition.field-invalid /sections/1/when/field',
    ],
    [
      { ...conditional, when: { all: [when, { ...when, field: 3 }] } },
      'condition.field-invalid /sections/1/when/all/1/field',
    ],
    [
      { ...conditional, sections: Array.from({ length: 50 }, () => table) },
      'report.sections-too-many /sections',
    ],
  ])('finds one thing wrong with %j', (section, expected) => {
    expect(found(report([table, section]))).toEqual([expected]);
  });

  it.each([
    ['SELECT 1;', 'sql.trailing-semicolon'],
    ['SELECT 1; SELECT 2', 'sql.several-statements'],
    ['DROP TABLE ohlcv', 'sql.not-a-query'],
    ["SELECT 'a", 'sql.unclosed'],
  ])('finds in the query %j: %s', (sql, code) => {
    expect(found(report([table], { spy: { sql } }))).toEqual([`${code} /queries/spy/sql`]);
  });

  it('names the query that was probably meant', () => {
    const queries = { closes: { sql: 'SELECT 1' } };
    expect(judgeReport(report([{ ...table, query: 'closse' }], queries))).toMatchObject([
      { suggestion: 'closes', message: 'The report has no query "closse"; its queries: closes.' },
      { code: 'report.query-unused', severity: 'warning' },
    ]);
  });

  it('warns of a query that no section reads', () => {
    const queries = { spy: { sql: 'SELECT 1' }, old: { sql: 'SELECT 2' } };
    expect(judgeReport(report([conditional], queries))).toMatchObject([
      { path: ['queries', 'old'], code: 'report.query-unused', severity: 'warning' },
    ]);
  });

  it.each<[string, JsonValue]>([
    ['a section', report([table, reference], { spy: { sql: 'SELECT 1' }, old: { sql: 'SELECT 2' } })],
    [
      'the query of a section',
      report([table, { ...table, query: reference }], { spy: reference, old: reference }),
    ],
    ['all sections', report(reference)],
    [
      'the sections of a condition',
      report([table, { ...conditional, sections: reference }], { spy: {}, old: {} }),
    ],
    ['all queries', report([table], reference)],
    [
      'the columns of a chart',
      report([
        { ...candles, y: reference },
        { ...chart, y: reference, series: 'symbol' },
      ]),
    ],
    ['the kind of a chart', report([{ ...chart, kind: reference, y: ['a', 'b'], series: 'symbol' }])],
    ['everything', reference],
  ])('passes over what is not known yet: %s', (_, params) => {
    expect(found(params)).toEqual([]);
  });

  it('finds what is wrong beside a reference', () => {
    expect(found({ ...report([{ ...table, query: 'spx' }, table]), title: reference })).toEqual([
      'report.query-unknown /sections/0/query',
    ]);
  });

  it('never stumbles over a document', () => {
    const member = fc.constantFrom(
      'queries',
      'sections',
      'type',
      'kind',
      'query',
      'y',
      'series',
      'when',
      'field',
      'op',
      'sql',
      'ref',
    );
    const text = fc.constantFrom(
      'chart',
      'conditional_section',
      'text',
      'candlestick',
      'spy',
      'SELECT 1;',
      'ctx.a',
      '',
    );
    const value = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 5 },
        text,
        fc.constantFrom(1, null, true),
        fc.dictionary(member, tie('value')),
        fc.array(tie('value'), { maxLength: 3 }),
      ),
    })).value;
    fc.assert(
      fc.property(fc.dictionary(member, value), (params) => {
        expect(Array.isArray(judgeReport(params as JsonValue))).toBe(true);
      }),
    );
  });
});
