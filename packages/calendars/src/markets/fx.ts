import type { MarketRules } from '../market-rules.ts';

/**
 * The currency market between banks: open from Sunday 17:00 to Friday 17:00 in New York, by convention of those who
 * trade. A session is a day that ends at 17:00 in New York and bears the date of its end. Trading thins out on holidays,
 * but the market does not close.
 */
export const fx: MarketRules = {
  code: 'FX',
  name: 'Currencies, 24 hours on five days',
  timezone: 'America/New_York',
  knownUntil: null,
  week: 'monday-to-friday',
  opens: 'day-before',
  hours: [{ open: '17:00', close: '17:00' }],
  holidays: [],
  earlyCloses: [],
  specialClosures: {},
  specialEarlyCloses: {},
};
