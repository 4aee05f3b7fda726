import type { Instant } from '@daybook/kernel';
import { createFireTimes, type FireTime, type Timing } from './fire-times.ts';

/** Which fire times of a timing are wanted. */
export interface FireTimesRequest extends Timing {
  /** Exclusive. */
  readonly from: Instant;
  /** Inclusive. */
  readonly until?: Instant;
  /** At most so many. */
  readonly count: number;
}

/**
 * The next times at which a cron expression is due, oldest first. Where clocks change, an interval (a `*` or `/` in
 * minute or hour) follows what the clocks show; a fixed time is due once a day.
 * @throws EngineError `usage.invalid` when the expression or the zone can't be used.
 */
export function nextFireTimes({ from, until, count, ...timing }: FireTimesRequest): readonly FireTime[] {
  const times = createFireTimes(timing);
  const fires: FireTime[] = [];
  let last = from;
  while (fires.length < count) {
    const at = times.after(last);
    if (at === undefined || (until !== undefined && at > until)) break;
    fires.push(times.describe(at));
    last = at;
  }
  return fires;
}
