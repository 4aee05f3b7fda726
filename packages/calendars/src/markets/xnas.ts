import type { MarketRules } from '../market-rules.ts';
import { xnys } from './xnys.ts';

/**
 * Nasdaq Stock Market. Since 2000 its holidays, half days and special closures have been those of the New York Stock
 * Exchange, and these rules rest on that. Nasdaq publishes its own calendar, a year at a time, so this one is vouched for
 * less far than the other exchange's.
 */
export const xnas: MarketRules = {
  ...xnys,
  code: 'XNAS',
  name: 'Nasdaq Stock Market',
  knownUntil: '2027-12-31',
};
