import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { shortenText } from '../../src/email/shorten-text.ts';

const words = fc.string({ unit: 'grapheme' }).filter((text) => !text.endsWith('…'));

describe('a shortened text', () => {
  it('is the whole text when it fits', () => {
    expect(shortenText(['ab', 'cd'], 4)).toEqual({ paragraphs: ['ab', 'cd'], shown: 4, total: 4 });
  });

  it('ends with an ellipsis in the paragraph that does not fit', () => {
    expect(shortenText(['ab', 'cd', 'ef'], 3)).toEqual({ paragraphs: ['ab', 'c…'], shown: 3, total: 6 });
  });

  it('never tears a character apart', () => {
    expect(shortenText(['🙂🙂'], 1)).toEqual({ paragraphs: ['🙂…'], shown: 1, total: 2 });
  });

  it('counts what it shows', () => {
    fc.assert(
      fc.property(fc.array(words), fc.nat(60), (paragraphs, limit) => {
        const { paragraphs: kept, shown, total } = shortenText(paragraphs, limit);
        const letters = (text: string) => Array.from(text.replace(/…$/, '')).length;
        expect(total).toBe(Array.from(paragraphs.join('')).length);
        expect(shown).toBe(Math.min(limit, total));
        expect(kept.reduce((sum, text) => sum + letters(text), 0)).toBe(shown);
      }),
    );
  });
});
