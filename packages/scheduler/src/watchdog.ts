/** Notices that a scheduler ticks no more. */
export interface Watchdog {
  /** Called whenever a tick came through. */
  feed(): void;
  /** How long none did, in milliseconds, when that is for the first time too long; asked now and then. */
  check(): number | undefined;
  /** Ticks are not expected, until the next one comes. */
  rest(): void;
}

/** How long a scheduler may be silent, in milliseconds. */
const patienceMs = 60_000;

/**
 * A watchdog on a clock that counts only the time in which the machine runs, so that a sleep raises no alarm. One
 * silence is one alarm.
 * @param monotonicMs Milliseconds since some moment, that no setting of the clock changes.
 */
export function createWatchdog(monotonicMs: () => number): Watchdog {
  let fedAt: number | undefined;
  let checkedAt: number | undefined;
  let isTold = false;
  return {
    feed() {
      fedAt = monotonicMs();
      isTold = false;
    },
    check() {
      const now = monotonicMs();
      const stoodStill = checkedAt !== undefined && now - checkedAt > patienceMs;
      checkedAt = now;
      // A process that could not look did not let its scheduler tick either; that is no fault of the scheduler.
      if (stoodStill && fedAt !== undefined) fedAt = now;
      if (fedAt === undefined || isTold || now - fedAt <= patienceMs) return undefined;
      isTold = true;
      return now - fedAt;
    },
    rest() {
      fedAt = undefined;
    },
  };
}
