export type { FireTime } from './fire-times.ts';
export type { AfterCloseTiming, CronTiming, MarketDays, Timing } from './timing.ts';
export type { DueFire } from './due-times.ts';
export { localDay } from './local-day.ts';
export { accountFor, type DueFires } from './misfire.ts';
export type { MissedRuns } from './missed-runs.ts';
export { type FireTimesWindow, nextFireTimes } from './next-fire-times.ts';
export { nextOpenFireTime } from './next-open-fire-time.ts';
export { type PreviousFireTimesWindow, previousFireTimes } from './previous-fire-times.ts';
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
export type { PowerEvent } from './power-events.ts';
export { createCronTicker, type Ticker } from './ticker.ts';
export { createWatchdog, type Watchdog } from './watchdog.ts';
