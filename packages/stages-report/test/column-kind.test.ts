import { describe, expect, it } from '@jest/globals';
import { judgeColumnKind } from '../src/column-kind.ts';

describe('judgeColumnKind', () => {
  it.each([
    ['close', ['3756.07'], 'decimal'],
    ['close', ['3756'], 'decimal'],
    ['close', [], 'decimal'],
    ['symbol', ['600519'], 'text'],
    ['date', ['2020-12-31', null], 'date'],
    ['provisional', [0, 1], 'flag'],
  ] as const)('knows %s with %j as %s', (name, cells, kind) => {
    expect(judgeColumnKind(name, cells)).toBe(kind);
  });

  it.each([
    ['date', ['week 53'], 'text'],
    ['close', ['2020-12-31'], 'date'],
    ['provisional', [17], 'integer'],
    ['symbol', [12], 'integer'],
  ] as const)('believes the values when a query calls %s what holds %j', (name, cells, kind) => {
    expect(judgeColumnKind(name, cells)).toBe(kind);
  });

  it.each([
    ['n', [1, 2, null], 'integer'],
    ['total', ['4590000000', '12'], 'integer'],
    ['mean', [0.5, 2], 'decimal'],
    ['mean', ['0.5', '-2'], 'decimal'],
    ['day', ['2020-02-29'], 'date'],
    ['day', ['2021-02-29'], 'text'],
    ['day', ['9999-99-99'], 'text'],
    ['at', ['2020-12-31T21:00:00.000Z'], 'instant'],
    ['at', ['2020-12-31T21:00:00+01:00'], 'text'],
    ['number', ['007'], 'text'],
    ['what', ['1', 'x'], 'text'],
    ['what', [null], 'text'],
  ] as const)('judges %s by its values %j: %s', (name, cells, kind) => {
    expect(judgeColumnKind(name, cells)).toBe(kind);
  });
});
