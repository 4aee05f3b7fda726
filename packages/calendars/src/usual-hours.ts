import type { MarketRules, UsualHours } from './market-rules.ts';

/** The hours that held on a date, `YYYY-MM-DD`. */
export function usualHoursOn({ hours }: MarketRules, date: string): UsualHours {
  return hours.findLast(({ from }) => from === undefined || from <= date) ?? hours[0];
}
