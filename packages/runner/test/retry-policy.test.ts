import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { retryDelayMs } from '@daybook/runner';

const settings = { maxAttempts: 10, baseMs: 1000, capMs: 60_000 };

describe('retryDelayMs', () => {
  it('stays below a limit that doubles up to the cap', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (attempt, share) => {
          const delay = retryDelayMs({ kind: 'backoff' }, attempt, settings, () => share);
          expect(delay).toBeGreaterThanOrEqual(0);
          expect(delay).toBeLessThanOrEqual(Math.min(60_000, 1000 * 2 ** (attempt - 1)));
        },
      ),
    );
  });

  it('knows when another attempt cannot help', () => {
    expect(retryDelayMs({ kind: 'never' }, 1, settings, () => 0.5)).toBeUndefined();
    expect(retryDelayMs({ kind: 'backoff' }, 10, settings, () => 0.5)).toBeUndefined();
    expect(retryDelayMs({ kind: 'after', ms: 42 }, 1, settings, () => 0.5)).toBe(42);
  });
});
