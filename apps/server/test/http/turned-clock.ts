import { type Clock, parseInstant, toEpochMs, toInstant } from '@daybook/kernel';

/** A clock that stands still until the test turns it. */
export interface TurnedClock extends Clock {
  /** Wakes those whose sleep is over by then. */
  set(instant: string): void;
  /** Turns it on by that many milliseconds. */
  advance(ms: number): void;
}

interface Sleeper {
  readonly until: number;
  wake(): void;
}

/** @param start such as `2026-03-06T20:00:00Z` */
export function createTurnedClock(start: string): TurnedClock {
  let now = epochMs(start);
  const sleepers = new Set<Sleeper>();

  function turnTo(ms: number): void {
    now = ms;
    for (const sleeper of sleepers) {
      if (sleeper.until > now) continue;
      sleepers.delete(sleeper);
      sleeper.wake();
    }
  }

  return {
    now: () => toInstant(now),
    sleep(ms, signal) {
      return new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason);
        const sleeper = { until: now + ms, wake: resolve };
        sleepers.add(sleeper);
        signal.addEventListener('abort', () => {
          sleepers.delete(sleeper);
          reject(signal.reason);
        });
      });
    },
    set: (instant) => turnTo(epochMs(instant)),
    advance: (ms) => turnTo(now + ms),
  };
}

function epochMs(text: string): number {
  const instant = parseInstant(text);
  if (instant === undefined) throw new RangeError(`${text} is no instant`);
  return toEpochMs(instant);
}
