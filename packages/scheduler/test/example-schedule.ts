import { toInstant, toPolicyId } from '@daybook/kernel';
import type { Schedule } from '@daybook/scheduler';

/** Monday, 5 January 2026, at a time of the day in UTC. */
export function at(hour: number, minute = 0, second = 0) {
  return toInstant(Date.UTC(2026, 0, 5, hour, minute, second));
}

/** A schedule every ten minutes in UTC, accounted for until 09:00. */
export function scheduleOf(changes: Partial<Schedule> = {}): Schedule {
  return {
    policyId: toPolicyId('pol_1'),
    policyName: 'weekly-brief',
    version: 3,
    timing: { cron: '*/10 * * * *', timezone: 'UTC' },
    misfireGraceTime: 3600,
    coalesce: true,
    standing: 'ready',
    accountedUntil: at(9),
    ...changes,
  };
}
