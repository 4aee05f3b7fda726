import type { Clock, Logger } from '@daybook/kernel';
import type { MissedRuns } from './missed-runs.ts';
import type { ScheduleStore } from './schedule-store.ts';
import type { StartScheduledRun } from './start-scheduled-run.ts';

/** What a scheduler needs from outside. */
export interface SchedulerPorts {
  readonly store: ScheduleStore;
  readonly clock: Clock;
  readonly startRun: StartScheduledRun;
  readonly log: Logger;
  /** Told once per policy and tick about slots that came too late to run. */
  readonly onMissed?: (missed: MissedRuns) => Promise<void>;
}
