import { describe, expect, it } from '@jest/globals';
import { printableLine, printableParagraphs } from '../src/printable-text.ts';

describe('printableLine', () => {
  it('leaves ordinary text of any script as it is', () => {
    for (const text of ['Zażółć gęślą jaźń', 'שלום עולם', '日本語', '👩‍👧 €1', 'a\u00A0b']) {
      expect(printableLine(text)).toBe(text);
    }
  });

  it('turns line breaks and tabs into single spaces', () => {
    expect(printableLine('one\r\n\ttwo\u2028three')).toBe('one two three');
  });

  it('shows control characters and lone surrogates', () => {
    expect(printableLine('a\u0000b\u001Bc\uD800d')).toBe('a\uFFFDb\uFFFDc\uFFFDd');
  });

  it('shows marks that would turn the text around them', () => {
    expect(printableLine('invoice\u202Efdp.exe')).toBe('invoice\uFFFDfdp.exe');
  });
});

describe('printableParagraphs', () => {
  it('splits at line breaks and drops empty lines', () => {
    expect(printableParagraphs('One.\n\n  \nTwo,\ttoo.\r\n')).toEqual(['One.', 'Two, too.']);
  });
});
