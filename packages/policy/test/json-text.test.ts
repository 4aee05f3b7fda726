import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createPolicyParser } from '@daybook/policy';
import { readJsonText } from '../src/json-text.ts';

const codesOf = (text: string): readonly string[] => {
  const result = readJsonText(text);
  return result.ok ? [] : result.issues.map(({ code, pointer }) => `${code} ${pointer}`);
};

describe('readJsonText', () => {
  it('reads what JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8 }), fc.constantFrom(undefined, 2), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        fc.pre(!text.includes('"__proto__"'));
        const result = readJsonText(text);
        expect(result).toEqual({ ok: true, value: JSON.parse(text) as unknown });
      }),
    );
  });

  it('refuses what JSON.parse refuses', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'{}[]",:0123456789.eE+-\\tfn ulrasu\n'.split('')) }),
        (text) => {
          // JSON.parse makes Infinity of a number that is too large; that difference is tested below.
          fc.pre(!/[eE]\+?\d{3}/.test(text));
          let accepted = true;
          try {
            JSON.parse(text);
          } catch {
            accepted = false;
          }
          expect(readJsonText(text).ok).toBe(accepted);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['{"a":1,"b":{"c":1,"c":1}}', 'policy.key-duplicate /b'],
    ['{"steps":[{"__proto__":{}}]}', 'policy.key-reserved /steps/0'],
    [`${'['.repeat(65)}${']'.repeat(65)}`, 'policy.too-deep '],
    ['{"a":NaN}', 'policy.json-malformed '],
    [String.raw`{"a":1,"\u0061":2}`, 'policy.key-duplicate '],
    [String.raw`{"\u005f_proto__":1}`, 'policy.key-reserved '],
    ['{"a":1,"b":{"a":1,"a":2}, "c":"\\":"}', 'policy.key-duplicate /b'],
    ['{"a":1e999}', 'policy.json-malformed '],
    ['{"a":1} x', 'policy.json-malformed '],
    ['{"a":"x\ny"}', 'policy.json-malformed '],
    ['', 'policy.json-malformed '],
  ])('refuses %j', (text, issue) => {
    expect(codesOf(text)).toEqual([issue]);
  });

  it('names the first hundred keys, and counts the rest', () => {
    const result = readJsonText(`{${Array.from({ length: 1001 }, () => '"a":1').join(',')}}`);
    const issues = result.ok ? [] : result.issues;
    expect(issues).toHaveLength(101);
    expect(issues.at(-1)?.message).toContain('900 more keys');
  });

  it('allows a depth of 64', () => {
    expect(readJsonText(`${'['.repeat(64)}${']'.repeat(64)}`).ok).toBe(true);
  });

  it('counts the size in bytes', () => {
    expect(codesOf(JSON.stringify('é'.repeat(600_000)))).toEqual(['policy.too-large ']);
    expect(readJsonText(JSON.stringify('e'.repeat(600_000))).ok).toBe(true);
  });

  it('says where the text breaks off', () => {
    const result = createPolicyParser(new Map())('{\n  "name": "x",\n  oops\n}');
    expect(result.issues[0]?.message).toContain('line 3, column 3');
  });
});
