import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { deepFreeze, toJson, toPointer } from '@daybook/kernel';

describe('toJson', () => {
  it('copies and freezes, so that later changes reach nobody', () => {
    const original = { rows: [{ close: '1.5' }], missing: undefined };
    const copy = toJson(original);
    original.rows.push({ close: '2' });
    expect(copy).toEqual({ rows: [{ close: '1.5' }] });
    expect(() => (copy as { rows: unknown[] }).rows.push(1)).toThrow(TypeError);
  });

  it.each([
    ['NaN', { a: [Number.NaN] }, '/a/0'],
    ['a date', { at: new Date(0) }, '/at'],
    ['bytes', [new Uint8Array(2)], '/0'],
    ['a map', { 'a/b': new Map() }, '/a~1b'],
    ['bigint', { n: 1n }, '/n'],
    ['undefined in a list', [undefined], '/0'],
    ['a function', { f: () => 1 }, '/f'],
  ])('refuses %s with its place', (_, value, pointer) => {
    expect(() => toJson(value)).toThrow(pointer);
  });

  it('refuses a value that contains itself', () => {
    const list: unknown[] = [];
    list.push(list);
    expect(() => toJson(list)).toThrow('contains itself');
  });

  it('keeps every JSON value as it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.stringify(toJson(value))).toBe(JSON.stringify(value));
      }),
    );
  });

  it('keeps a key named __proto__ as data', () => {
    const copy = toJson(JSON.parse('{"__proto__":{"admin":true}}'));
    expect(JSON.stringify(copy)).toBe('{"__proto__":{"admin":true}}');
    expect((copy as { admin?: boolean }).admin).toBeUndefined();
  });
});

describe('deepFreeze', () => {
  it('freezes what lies within', () => {
    expect(Object.isFrozen(deepFreeze({ a: [{}] }).a[0])).toBe(true);
  });
});

describe('toPointer', () => {
  it('escapes by RFC 6901', () => {
    expect(toPointer(['a/b', 'm~n', 0])).toBe('/a~1b/m~0n/0');
    expect(toPointer([])).toBe('');
  });
});
