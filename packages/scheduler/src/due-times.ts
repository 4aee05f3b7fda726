import type { Calendars } from '@daybook/calendars';
import type { Instant, PolicyId } from '@daybook/kernel';
import { createFireTimes, type FireTimes } from './fire-times.ts';
import type { Schedule } from './schedule-store.ts';

/** What is due of a schedule. */
export interface Due {
  /** Oldest first. */
  readonly fires: readonly DueFire[];
  /** The fire time after the last of them, due or not. */
  readonly following: Instant | undefined;
  /** The first one after the last of them that a market does not forbid; not looked for when none of them may run. */
  readonly followingOpen: Instant | undefined;
}

/** One fire time that is due. */
export interface DueFire {
  readonly at: Instant;
  /** Whether nothing runs then because a market is closed. */
  readonly isClosed: boolean;
}

/** The due fire times of all schedules. */
export interface DueTimes {
  /**
   * The first fire times after `from` and not after `until`, at most `limit`.
   * @throws EngineError `usage.invalid` when the expression or the zone can't be used.
   */
  of(
    schedule: Schedule,
    window: { readonly from: Instant; readonly until: Instant; readonly limit: number },
  ): Due;
  /** Forgets what is remembered of other schedules than these. */
  keepOnly(schedules: readonly Schedule[]): void;
}

interface Remembered {
  readonly timing: string;
  readonly times: FireTimes;
  from: Instant | undefined;
  next: Instant | undefined;
}

/** Remembers the next fire time of each schedule, so that asking every second costs nothing while none is due. */
export function createDueTimes(calendars: Calendars): DueTimes {
  const remembered = new Map<PolicyId, Remembered>();

  function recall(schedule: Schedule): Remembered {
    const timing = JSON.stringify(schedule.timing);
    const known = remembered.get(schedule.policyId);
    if (known?.timing === timing) return known;
    const fresh = {
      timing,
      times: createFireTimes(schedule.timing, calendars),
      from: undefined,
      next: undefined,
    };
    remembered.set(schedule.policyId, fresh);
    return fresh;
  }

  return {
    of(schedule, { from, until, limit }) {
      const known = recall(schedule);
      let following = known.from === from ? known.next : known.times.after(from);
      let last = from;
      const fires: DueFire[] = [];
      while (following !== undefined && following <= until && fires.length < limit) {
        fires.push({ at: following, isClosed: known.times.isClosed(following) });
        last = following;
        following = known.times.after(last);
      }
      known.from = last;
      known.next = following;
      const followingOpen = fires.some(({ isClosed }) => !isClosed) ? known.times.openAfter(last) : following;
      return { fires, following, followingOpen };
    },
    keepOnly(schedules) {
      const kept = new Set(schedules.map(({ policyId }) => policyId));
      for (const policyId of remembered.keys()) {
        if (!kept.has(policyId)) remembered.delete(policyId);
      }
    },
  };
}
