import type { MarketRules } from '../market-rules.ts';

/** Markets that never close. A session is a day in UTC, as vendors cut their daily bars. */
export const crypto: MarketRules = {
  code: 'CRYPTO',
  name: 'Crypto, around the clock',
  timezone: 'UTC',
  knownUntil: null,
  week: 'every-day',
  opens: 'same-day',
  hours: [{ open: '00:00', close: '24:00' }],
  holidays: [],
  earlyCloses: [],
  specialClosures: {},
  specialEarlyCloses: {},
};
