import { describe, expect, it } from '@jest/globals';
import { nearestName } from '@daybook/kernel';

describe('nearestName', () => {
  it.each([
    ['fecth', 'fetch'],
    ['Transform', 'transform'],
    ['sendd', 'send'],
    ['store-report', 'store_report'],
  ])('takes %s for %s', (wrong, meant) => {
    expect(nearestName(wrong, ['fetch', 'transform', 'send', 'store_report'])).toBe(meant);
  });

  it('does not guess when nothing is near', () => {
    expect(nearestName('weather', ['fetch', 'send'])).toBeUndefined();
    expect(nearestName('', [])).toBeUndefined();
  });
});
