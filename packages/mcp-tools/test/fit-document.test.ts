import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fitDocument } from '../src/fit-document.ts';

describe('fitDocument', () => {
  it('leaves a document that fits as it is', () => {
    const document = { list: [1, { text: 'ok' }], none: null };
    expect(fitDocument(document)).toEqual(document);
  });

  it('cuts a text between characters', () => {
    const { text } = fitDocument({ text: '😀'.repeat(30_000) });
    expect(text).toMatch(/^(?:😀)+… \[cut: \d+ of 30000 characters\]$/u);
  });

  it('bounds depth', () => {
    let deep: unknown = 1;
    for (let level = 0; level < 200; level += 1) deep = { deep };
    expect(JSON.stringify(fitDocument({ deep }))).toContain('"unit":"levels"');
  });

  it('always stays within 100,000 bytes', () => {
    const unit = fc.constantFrom('a', 'é', '漢', '😀', '"', '\n');
    const text = fc.tuple(unit, fc.nat(30_000)).map(([each, times]) => each.repeat(times));
    const list = fc
      .tuple(fc.nat(600), fc.nat(2000))
      .map(([count, length]) => Array.from({ length: count }, () => 'é'.repeat(length)));
    const members = fc.dictionary(fc.string({ maxLength: 5 }), fc.oneof(text, list), { maxKeys: 3 });
    fc.assert(
      fc.property(members, (document) => {
        const fitted = JSON.stringify(fitDocument(document));
        return Buffer.byteLength(fitted) <= 100_000 && !fitted.includes('\\ud');
      }),
      { numRuns: 25 },
    );
  });
});
