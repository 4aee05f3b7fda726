import { type Clock, parseInstant, silentLogger, toPolicyId } from '@daybook/kernel';
import { createScheduler, nextFireTimes, type Schedule, type StartScheduledRun } from '@daybook/scheduler';
import { createMemoryScheduleStore } from '@daybook/scheduler/testing';

export async function startWhatIsDue(clock: Clock, startRun: StartScheduledRun) {
  const timing = { cron: '30 16 * * FRI', timezone: 'America/New_York' };
  const accountedUntil = parseInstant('2026-07-01T00:00:00Z') ?? clock.now();
  const schedule: Schedule = {
    timing,
    policyId: toPolicyId('pol_1'),
    policyName: 'weekly-market-brief',
    version: 1,
    misfireGraceTime: 3600,
    coalesce: true,
    standing: 'ready',
    accountedUntil,
  };
  const store = createMemoryScheduleStore([schedule]);
  await createScheduler({ store, clock, startRun, log: silentLogger }).tick();
  return nextFireTimes(timing, { from: accountedUntil, count: 2 });
  // [{ at: '2026-07-03T20:30:00.000Z', local: '2026-07-03T16:30:00-04:00[America/New_York]' }, …]
}
