import { describe, expect, it } from '@jest/globals';
import { toVisualOrder } from '../../src/pdf/visual-order.ts';

describe('toVisualOrder', () => {
  it('leaves text that runs from left to right as it is', () => {
    expect(toVisualOrder('S&P 500, 1,234.56')).toBe('S&P 500, 1,234.56');
  });

  it('turns the words of a right-to-left phrase and leaves their letters', () => {
    expect(toVisualOrder('abc שלום עולם xyz')).toBe('abc עולם שלום xyz');
  });

  it('leaves a single word where it is', () => {
    expect(toVisualOrder('12 سعر 34')).toBe('12 سعر 34');
  });
});
