import type { ScheduleDocument } from '@daybook/api-contract';

/** The coming fire times at which something runs; on a day on which the market is closed nothing does. */
export function comingRuns(coming: ScheduleDocument['coming']): ScheduleDocument['coming'] {
  return coming.filter(({ note }) => note !== 'market_closed');
}
