import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { wrapText } from '../../src/pdf/wrap-text.ts';

/** As if every character were one point wide. */
const measure = (text: string) => Array.from(text).length;

describe('wrapText', () => {
  it('breaks between words', () => {
    expect(wrapText('one two three', 7, measure)).toEqual(['one two', 'three']);
  });

  it('breaks a word only when a line can not hold it', () => {
    expect(wrapText('a incomprehensible b', 8, measure)).toEqual(['a', 'incompre', 'hensible', 'b']);
  });

  it('keeps an accent with its letter', () => {
    expect(wrapText('aaaae\u0301bbbb', 5, measure)).toEqual(['aaaa', 'e\u0301bbb', 'b']);
  });

  it('leaves a text that fits untouched', () => {
    expect(wrapText('a  b', 10, measure)).toEqual(['a  b']);
  });

  it('loses no character and keeps every line inside', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 12, max: 60 }), (text, width) => {
        const lines = wrapText(text, width, measure);
        expect(lines.join('').replaceAll(/\s/g, '')).toBe(text.replaceAll(/\s/g, ''));
        for (const line of lines) expect(measure(line)).toBeLessThanOrEqual(width);
      }),
    );
  });
});
