import type { RetryAdvice } from '@daybook/kernel';
import type { RetrySettings } from '@daybook/policy';

/**
 * Milliseconds to wait after a failed attempt; `undefined` when another attempt cannot help or none is left. Full
 * jitter: a random share of a limit that doubles with each attempt up to the cap. What the other side asked for
 * (`Retry-After`) is obeyed to the letter.
 * @param attempt the attempt that failed, from 1.
 * @param random a number from 0 up to but not including 1.
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function retryDelayMs(
  advice: RetryAdvice,
  attempt: number,
  settings: RetrySettings,
  random: () => number,
): number | undefined {
  if (advice.kind === 'never' || attempt >= settings.maxAttempts) return undefined;
  if (advice.kind === 'after') return advice.ms;
  const limitMs = Math.min(settings.capMs, settings.baseMs * 2 ** (attempt - 1));
  return Math.floor(random() * limitMs);
}
