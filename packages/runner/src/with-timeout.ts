import type { Clock } from '@daybook/kernel';

/** Bounds of one piece of work. */
export interface TimeoutSettings {
  /** Of the process's active time: what a sleeping machine or a stopped process could not use does not count. */
  readonly timeoutMs: number;
  /** Ends the work early. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** What the work is aborted with when its time is up. */
  readonly onTimeout: () => Error;
}

/**
 * Runs work that can be interrupted, and settles no later than its time is up or the signal aborts, whether or not the
 * work listens to the signal that it was given.
 * @throws what `onTimeout` makes, or the reason of the outer signal.
 */
export async function withTimeout<T>(
  work: (signal: AbortSignal) => Promise<T>,
  { timeoutMs, signal, clock, onTimeout }: TimeoutSettings,
): Promise<T> {
  signal.throwIfAborted();
  const inner = new AbortController();
  const timer = new AbortController();
  const passOn = (): void => inner.abort(signal.reason);
  signal.addEventListener('abort', passOn, { once: true });
  const interrupted = new Promise<never>((_, reject) => {
    inner.signal.addEventListener('abort', () => reject(inner.signal.reason as Error), { once: true });
  });
  // The timer ends with the work; its own interruption is of no interest to anybody.
  const sleep = clock.sleepActively ?? clock.sleep;
  const expiry = sleep(timeoutMs, timer.signal).then(
    () => inner.abort(onTimeout()),
    () => undefined,
  );
  try {
    return await Promise.race([work(inner.signal), interrupted]);
  } finally {
    signal.removeEventListener('abort', passOn);
    // With a reason, because an error with its stack takes longer to make than the rest of all this.
    timer.abort('the work has ended');
    await expiry;
  }
}
