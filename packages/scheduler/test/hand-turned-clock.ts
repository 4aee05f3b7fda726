import { type Clock, type Instant, toEpochMs, toInstant } from '@daybook/kernel';

/** A clock that stands still until a test turns it; sleeping turns it on. */
export interface HandTurnedClock extends Clock {
  /** By seconds, backwards too. */
  turn(seconds: number): void;
}

/** A clock that shows `start`. */
export function createHandTurnedClock(start: Instant): HandTurnedClock {
  let nowMs = toEpochMs(start);
  return {
    now: () => toInstant(nowMs),
    turn(seconds) {
      nowMs += seconds * 1000;
    },
    async sleep(ms, signal) {
      signal.throwIfAborted();
      nowMs += ms;
    },
  };
}
