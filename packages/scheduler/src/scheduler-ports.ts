import type { Calendars } from '@daybook/calendars';
import type { Clock, Logger } from '@daybook/kernel';
import type { MissedRuns } from './missed-runs.ts';
import type { ScheduleStore } from './schedule-store.ts';
import type { StartScheduledRun } from './start-scheduled-run.ts';
import type { Ticker } from './ticker.ts';
import type { Watchdog } from './watchdog.ts';

/** What a scheduler needs from outside. */
export interface SchedulerPorts {
  readonly store: ScheduleStore;
  readonly clock: Clock;
  /** When markets are open. @default as the shipped calendars say */
  readonly calendars?: Calendars;
  readonly startRun: StartScheduledRun;
  readonly log: Logger;
  /** What asks it to look. @default the clock */
  readonly ticker?: Ticker;
  /** Fed by every tick that comes through. @default nobody watches */
  readonly watchdog?: Watchdog;
  /** Milliseconds since some moment, that no setting of the clock changes. @default the time of this process */
  readonly monotonicMs?: () => number;
  /** Told once per policy and tick about slots that came too late to run. */
  readonly onMissed?: (missed: MissedRuns) => Promise<void>;
}
