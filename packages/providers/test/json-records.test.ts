import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseJsonRecords } from '../src/json-records.ts';

const parse = (text: string) => parseJsonRecords(text, 'prices.json');

describe('parseJsonRecords', () => {
  it.each(['[{"a":"1"}]', '{"rows":[{"a":"1"}]}', '{"name":"x","data":[{"a":"1"}]}'])(
    'finds the list in %s',
    (text) => {
      expect(parse(text)).toEqual([{ a: '1' }]);
    },
  );

  it('keeps the digits of numbers', () => {
    expect(
      parse('[{"price":52901492931.8344367080,"big":9007199254740993,"small":1.10e-7,"zero":-0.00}]'),
    ).toEqual([
      { price: '52901492931.8344367080', big: '9007199254740993', small: '1.10e-7', zero: '-0.00' },
    ]);
  });

  it('keeps flags and nulls', () => {
    expect(parse('[{"a":true,"b":null},{"a":false}]')).toEqual([{ a: true, b: null }, { a: false }]);
  });

  it('keeps a field with the name of a prototype', () => {
    const [row] = parse('[{"__proto__":"1","constructor":"2"}]');
    expect(Object.keys(row ?? {})).toEqual(['__proto__', 'constructor']);
  });

  it.each([
    ['', 'is not valid JSON'],
    ['[{"a":NaN}]', 'is not valid JSON'],
    ['[{"a":Infinity}]', 'is not valid JSON'],
    ['[{"a":1,"a":2}]', "Duplicate key 'a'"],
    ['[{"a":1}] trailing', 'is not valid JSON'],
    ['[{"a":{"b":1}}]', 'holds a nested value at /0/a'],
    ['{"rows":[{"x":"1"},{"a/b":[1]}]}', 'holds a nested value at /rows/1/a~1b'],
    ['[1]', 'something else than an object at /0'],
    ['[[]]', 'something else than an object at /0'],
    ['{"rows":[],"data":[]}', 'must hold its records in one list'],
    ['{"rows":{}}', 'must hold a list at /rows'],
    ['{"a":"1"}', 'must hold its records in one list'],
    ['"text"', 'holds neither a list'],
    [`${'['.repeat(100_000)}`, 'is not valid JSON'],
  ])('refuses %.40s', (text, message) => {
    expect(() => parse(text)).toThrow(
      expect.objectContaining({
        code: 'transform.payload-invalid',
        message: expect.stringContaining(message),
      }),
    );
  });

  it('reads every flat record back', () => {
    const value = fc.oneof(fc.string({ unit: 'grapheme' }), fc.boolean(), fc.constant(null));
    const records = fc.array(fc.dictionary(fc.string({ unit: 'grapheme' }), value));
    fc.assert(fc.property(records, (rows) => expect(parse(JSON.stringify(rows))).toEqual(rows)));
  });
});
