import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { valueTicks } from '../../src/charts/value-ticks.ts';

describe('valueTicks', () => {
  it('encloses prices in round numbers', () => {
    const { at, format } = valueTicks([1_455.22, 4_287.5]);
    expect(at).toEqual([1_000, 1_500, 2_000, 2_500, 3_000, 3_500, 4_000, 4_500]);
    expect(format).toBe(',.0f');
  });

  it('shows as many decimals as the steps need', () => {
    const { at, format } = valueTicks([0.101, 0.128]);
    expect(at).toEqual([0.1, 0.105, 0.11, 0.115, 0.12, 0.125, 0.13]);
    expect(format).toBe(',.3f');
  });

  it('puts a single value in the middle', () => {
    const { from, to } = valueTicks([250, 250]);
    expect(from).toBeLessThan(250);
    expect(to).toBeGreaterThan(250);
  });

  it('gives zero alone an axis too', () => {
    expect(valueTicks([0]).at).toContain(0);
  });

  it('encloses whatever values there are with few ticks', () => {
    const value = fc.integer({ min: -1e13, max: 1e13 }).map((whole) => whole / 10_000);
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 20 }), (values) => {
        const { from, to, at } = valueTicks(values);
        expect(from).toBeLessThanOrEqual(Math.min(...values));
        expect(to).toBeGreaterThanOrEqual(Math.max(...values));
        expect(at.length).toBeGreaterThanOrEqual(2);
        expect(at.length).toBeLessThanOrEqual(10);
      }),
    );
  });
});
