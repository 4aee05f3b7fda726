import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { JsonValue } from '@daybook/kernel';
import { condition, type Condition, conditionOperators, evaluateCondition } from '@daybook/policy';

/** Fields are looked up by name in a record. */
const decide = (subject: Condition, data: Record<string, JsonValue>) =>
  evaluateCondition(subject, (field) =>
    typeof field === 'string' && Object.hasOwn(data, field) ? data[field] : undefined,
  );

const holds = (
  op: Condition extends never ? never : (typeof conditionOperators)[number],
  left: JsonValue,
  value?: JsonValue,
) => {
  const evaluation = decide({ field: 'x', op, ...(value === undefined ? {} : { value }) }, { x: left });
  return evaluation.ok ? evaluation.result : evaluation.code;
};

describe('evaluateCondition', () => {
  it.each<[JsonValue, (typeof conditionOperators)[number], JsonValue | undefined, boolean | string]>([
    ['95.5', 'gt', 100, false],
    ['100.25', 'gt', '100', true],
    ['1010.1', 'eq', '1010.10', true],
    ['0.1', 'lt', 0.2, true],
    [0, 'eq', 0, true],
    ['12345678901234567890.1', 'gt', '12345678901234567890.09', true],
    ['0700', 'eq', '700', false],
    ['0700', 'eq', '0700', true],
    ['2020-04-17', 'lt', '2020-04-17T00:00:00.001Z', true],
    ['2020-04-17T21:00:00+02:00', 'eq', '2020-04-17T19:00:00Z', true],
    ['2020-04-17', 'between', ['2020-04-17', '2020-04-18'], true],
    ['5', 'between', ['1', '4.99'], false],
    ['loaded', 'eq', 'loaded', true],
    ['loaded', 'ne', 'empty', true],
    ['loaded', 'lt', 'unchanged', 'condition.type-mismatch'],
    ['loaded', 'lt', 5, 'condition.type-mismatch'],
    [true, 'eq', true, true],
    [true, 'eq', 'true', false],
    ['5', 'eq', true, false],
    ['b', 'in', ['a', 'b'], true],
    ['1.50', 'in', ['1.5'], false],
    ['1.5', 'in', ['1.50'], true],
    ['c', 'not_in', ['a', 'b'], true],
    ['a', 'in', 'abc', 'condition.type-mismatch'],
    [[], 'empty', undefined, true],
    [{}, 'empty', undefined, true],
    ['', 'empty', undefined, true],
    [0, 'empty', undefined, false],
    [null, 'exists', undefined, false],
    [null, 'eq', null, true],
    [null, 'gt', 5, 'condition.field-missing'],
    [{ a: 1, b: [2] }, 'eq', { b: [2], a: 1 }, true],
    [[1], 'eq', { 0: 1 }, false],
  ])('%j %s %j is %j', (left, op, value, expected) => {
    expect(holds(op, left, value)).toBe(expected);
  });

  it('needs to be told what a missing field means', () => {
    expect(decide({ field: 'y', op: 'eq', value: 1 }, {})).toMatchObject({
      ok: false,
      code: 'condition.field-missing',
    });
    expect(decide({ field: 'y', op: 'eq', value: 1, if_missing: true }, {})).toMatchObject({
      ok: true,
      result: true,
    });
    expect(decide({ field: 'y', op: 'exists' }, {})).toMatchObject({ ok: true, result: false });
  });

  it('combines, and shows every part in its trace', () => {
    const evaluation = decide(
      {
        any: [
          { all: [{ field: 'x', op: 'gt', value: 1 }, { not: { field: 'x', op: 'gt', value: 5 } }] },
          { field: 'y', op: 'exists' },
        ],
      },
      { x: 3 },
    );
    expect(evaluation).toEqual({
      ok: true,
      result: true,
      trace: {
        kind: 'any',
        result: true,
        parts: [
          {
            kind: 'all',
            result: true,
            parts: [
              { kind: 'comparison', field: 'x', op: 'gt', left: 3, right: 1, result: true },
              {
                kind: 'not',
                result: true,
                parts: [{ kind: 'comparison', field: 'x', op: 'gt', left: 3, right: 5, result: false }],
              },
            ],
          },
          { kind: 'comparison', field: 'y', op: 'exists', result: false },
        ],
      },
    });
  });

  it('never throws, whatever the values are', () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.constantFrom(...conditionOperators),
        fc.jsonValue(),
        (left, op, right) => {
          const evaluation = evaluateCondition(
            { field: 'x', op, value: right as JsonValue },
            () => left as JsonValue,
          );
          expect(typeof evaluation.ok).toBe('boolean');
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('the schema of a condition', () => {
  const leaf = { field: { ref: 'ctx.a.b' }, op: 'exists' };
  const nest = (depth: number): object => (depth === 0 ? leaf : { not: nest(depth - 1) });

  it.each<[string, unknown, boolean]>([
    ['a comparison', { ...leaf, op: 'eq', value: 1 }, true],
    ['eight levels', nest(7), true],
    ['nine levels', nest(8), false],
    ['64 parts', { all: Array.from({ length: 63 }, () => leaf) }, true],
    ['65 parts', { all: Array.from({ length: 64 }, () => leaf) }, false],
    ['an empty list', { all: [] }, false],
    ['an unknown operator', { ...leaf, op: 'matches', value: 'x' }, false],
    ['a missing field', { op: 'exists' }, false],
    ['a missing value', { ...leaf, op: 'eq' }, false],
    ['a needless value', { ...leaf, value: 1 }, false],
    ['one end', { ...leaf, op: 'between', value: [1] }, false],
    ['no list', { ...leaf, op: 'in', value: 'abc' }, false],
    ['two combinations at once', { all: [leaf], any: [leaf] }, false],
  ])('judges %s', (_, value, valid) => {
    expect(condition.safeParse(value).success).toBe(valid);
  });
});
