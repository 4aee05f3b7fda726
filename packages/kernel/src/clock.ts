import type { Instant } from './instant.ts';

/** The only source of time; tests inject one that they turn themselves. */
export interface Clock {
  /** The wall clock, in UTC. */
  now(): Instant;
  /**
   * Resolves after that many milliseconds; rejects with the signal's reason as soon as it aborts.
   */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  /**
   * Sleeps for so many milliseconds in which this process could work: time in which it was stopped, or the machine slept,
   * does not count. Rejects as `sleep` does.
   * @default `sleep`, for a clock under which nothing ever stands still
   */
  sleepActively?(ms: number, signal: AbortSignal): Promise<void>;
}
