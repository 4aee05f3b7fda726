import { refusal } from '../query-refusal.ts';

/** How often each of these may stand in one query. */
const limits = {
  selects: { most: 40, words: 'SELECTs' },
  ctes: { most: 12, words: 'common table expressions' },
  joins: { most: 16, words: 'joins and set operations' },
} as const;

/** Counts what makes a query costly. */
export interface QueryCounts {
  /** Refuses what is one too many. */
  add(what: keyof typeof limits): void;
}

/** Counts that start at zero. */
export function createQueryCounts(): QueryCounts {
  const seen = { selects: 0, ctes: 0, joins: 0 };
  return {
    add(what) {
      seen[what] += 1;
      const { most, words } = limits[what];
      if (seen[what] > most) throw refusal('sql.too-large', `it has more than ${most} ${words}; split it`);
    },
  };
}
