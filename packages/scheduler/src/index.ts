export type { FireTime, Timing } from './fire-times.ts';
export { accountFor, type DueFires } from './misfire.ts';
export type { MissedRuns } from './missed-runs.ts';
export { type FireTimesRequest, nextFireTimes } from './next-fire-times.ts';
export {
  type Schedule,
  type ScheduleStore,
  type Slot,
  type SlotKey,
  type SlotReason,
  slotReasons,
} from './schedule-store.ts';
export { createScheduler, type Scheduler } from './scheduler.ts';
export type { ScheduledOrder, StartScheduledRun } from './start-scheduled-run.ts';
export type { SchedulerPorts } from './scheduler-ports.ts';
