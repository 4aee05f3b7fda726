import type { Instant } from './instant.ts';

/** The only source of time; tests inject one that they turn themselves. */
export interface Clock {
  /** The wall clock, in UTC. */
  now(): Instant;
  /**
   * Resolves after that many milliseconds; rejects with the signal's reason as soon as it aborts.
   */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}
