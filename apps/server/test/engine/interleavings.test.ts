import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { interleavings, play } from './interleaving.ts';

/**
 * `DAYBOOK_INTERLEAVINGS=5000` plays more of them, `DAYBOOK_SEED` those of an earlier test; only then is a failure made
 * smaller, which takes minutes.
 */
const count = Number(process.env['DAYBOOK_INTERLEAVINGS'] ?? 200);
const seed = Number(process.env['DAYBOOK_SEED'] ?? Date.now() % 2 ** 31);

describe('runs, persons and crashes in any order', () => {
  beforeAll(() => {
    // Only the pause before a further attempt is a timer; everything else has the model's own clock.
    jest.useFakeTimers({
      doNotFake: [
        'Date',
        'clearImmediate',
        'clearInterval',
        'hrtime',
        'nextTick',
        'performance',
        'queueMicrotask',
        'setImmediate',
        'setInterval',
      ],
    });
  });
  afterAll(() => void jest.useRealTimers());

  it(
    'keep every promise about runs',
    async () => {
      const ends = new Map<string, number>();
      await fc.assert(
        fc.asyncProperty(interleavings, async (interleaving) => {
          const played = await play(interleaving);
          for (const end of played.ends) ends.set(end, (ends.get(end) ?? 0) + 1);
          expect(played.violations).toEqual([]);
        }),
        { numRuns: count, seed, endOnFailure: process.env['DAYBOOK_SEED'] === undefined },
      );
      process.stderr.write(
        `${count} interleavings, DAYBOOK_SEED=${seed}: ${JSON.stringify(Object.fromEntries(ends))}\n`,
      );
      // A model in which nothing is interrupted, cancelled or refused would prove little.
      const seldom = count < 2_000 ? [] : ['needs_attention'];
      expect([...ends.keys()]).toEqual(
        expect.arrayContaining(['success', 'partial', 'failed', 'cancelled', ...seldom]),
      );
    },
    20_000 + count * 300,
  );
});
