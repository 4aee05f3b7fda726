import { type Clock, type Instant, toInstant } from '@daybook/kernel';

/** A clock that jumps: sleeping takes no time, and every reading is a second later. */
export interface JumpingClock extends Clock {
  /** Milliseconds of every sleep that was over at once. */
  readonly slept: number[];
}

/** @param longestJump a sleep of so many milliseconds or more waits until its signal ends it, as timeouts do. */
export function createJumpingClock(longestJump = 60_000): JumpingClock {
  let reading = Date.parse('2026-01-01T00:00:00Z');
  const slept: number[] = [];
  return {
    slept,
    now: () => toInstant((reading += 1000)),
    sleep: (ms, signal) => {
      if (ms >= longestJump) return untilAborted(signal);
      slept.push(ms);
      return Promise.resolve();
    },
  };
}

/** Never resolves, and rejects with the signal's reason. */
export function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) return reject(signal.reason as Error);
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}

/** A second of the day on which the tests play. */
export function at(second: number): Instant {
  return toInstant(Date.UTC(2026, 0, 1, 0, 0, second));
}
