import { describe, expect, it } from '@jest/globals';
import { groupSections } from '../src/section-groups.ts';
import { sampleCards } from './sample-model.ts';

const note = { type: 'text', body: 'In between.' } as const;

describe('groupSections', () => {
  it('puts neighbouring cards into one row', () => {
    expect(groupSections(sampleCards)).toEqual([{ type: 'metric_cards', cards: sampleCards }]);
  });

  it('begins a new row after any other section', () => {
    const [first, second, third] = sampleCards;
    if (!first || !second || !third) throw new Error('the sample has too few cards');
    expect(groupSections([first, note, second, third, note])).toEqual([
      { type: 'metric_cards', cards: [first] },
      note,
      { type: 'metric_cards', cards: [second, third] },
      note,
    ]);
  });

  it('gives nothing for nothing', () => {
    expect(groupSections([])).toEqual([]);
  });
});
