import { type Clock, type Instant, type Logger, toEngineError, toEpochMs } from '@daybook/kernel';

/** One thing to try, under a name that stays the same when it is tried again. */
export interface Attempt {
  readonly name: string;
  /** What is logged when it fails, without a full stop. */
  readonly failure: string;
  work(): Promise<void>;
}

const longestMs = 60_000;

/**
 * Tries things of which none may stop another: a failure is logged and left to a later call, not thrown. The first
 * repetition is made when it is asked for; then calls do nothing for 1 s, 2 s, 4 s and so on, up to a minute.
 */
export function createBackOff({
  clock,
  log,
}: {
  readonly clock: Clock;
  readonly log: Logger;
}): (attempt: Attempt) => Promise<void> {
  const failures = new Map<string, { readonly count: number; readonly at: Instant }>();

  function rests(name: string): boolean {
    const failure = failures.get(name);
    if (failure === undefined || failure.count < 2) return false;
    const waitMs = Math.min(1000 * 2 ** (failure.count - 2), longestMs);
    // Counted in both directions: a clock that was put back must not make it wait for long.
    return Math.abs(toEpochMs(clock.now()) - toEpochMs(failure.at)) < waitMs;
  }

  return async ({ name, failure, work }) => {
    if (rests(name)) return;
    try {
      await work();
      failures.delete(name);
    } catch (error) {
      failures.set(name, { count: (failures.get(name)?.count ?? 0) + 1, at: clock.now() });
      const { code, message } = toEngineError(error);
      log.error(`${failure}; it is tried again.`, { code, error: message });
    }
  };
}
