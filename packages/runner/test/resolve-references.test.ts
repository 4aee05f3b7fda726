import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { JsonValue } from '@daybook/kernel';
import { resolveReferences } from '@daybook/runner';

const outputs: Readonly<Record<string, JsonValue>> = {
  q: {
    rows: [
      { symbol: 'A', tags: ['x'] },
      { symbol: 'B', tags: [] },
    ],
    count: 2,
  },
};
const resolve = (params: JsonValue): JsonValue => resolveReferences(params, (id) => outputs[id]);

describe('resolveReferences', () => {
  it.each<[string, JsonValue]>([
    ['ctx.q.count', 2],
    ['ctx.q.rows[1].symbol', 'B'],
    ['ctx.q.rows[*].symbol', ['A', 'B']],
    ['ctx.q.rows[*].tags', [['x'], []]],
  ])('resolves %s', (ref, value) => {
    expect(resolve({ list: [{ ref }] })).toEqual({ list: [value] });
  });

  it.each([
    ['ctx.q.rows[2]', 'none with index 2'],
    ['ctx.q.rows[*].name', 'no field "name"'],
    ['ctx.q.count[0]', 'no list'],
    ['ctx.q.constructor', 'no field "constructor"'],
    ['ctx.other', 'has no output'],
    ['ctx.q..rows', 'spelled wrong'],
  ])('refuses %s', (ref, why) => {
    expect(() => resolve({ ref })).toThrow(why);
  });

  it('gives null for an optional reference only where the step has no output', () => {
    expect(resolve({ ref: 'ctx.other.x', optional: true })).toBeNull();
    expect(() => resolve({ ref: 'ctx.q.x', optional: true })).toThrow('no field "x"');
  });

  it('leaves everything without references as it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (raw) => {
        const value = JSON.parse(JSON.stringify(raw)) as JsonValue;
        fc.pre(!JSON.stringify(value).includes('"ref"') && !JSON.stringify(value).includes('__proto__'));
        expect(resolve(value)).toEqual(value);
      }),
    );
  });
});
