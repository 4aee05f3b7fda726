/** What is counted. */
export const quotaBuckets = ['policies', 'runs', 'emails', 'sql'] as const;
export type QuotaBucket = (typeof quotaBuckets)[number];

/** A token bucket's size and speed. */
export interface Limit {
  /** How many at once, from a full bucket. */
  readonly capacity: number;
  /** The time in which an empty bucket fills up, in milliseconds. */
  readonly refillMs: number;
}

export type Limits = Readonly<Record<QuotaBucket, Limit>>;

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Policies created, runs of all causes, e-mails (one a recipient), SQL queries by agents. */
export const defaultLimits: Limits = {
  policies: { capacity: 20, refillMs: dayMs },
  runs: { capacity: 60, refillMs: hourMs },
  emails: { capacity: 50, refillMs: dayMs },
  sql: { capacity: 100, refillMs: hourMs },
};

const nouns: Readonly<Record<QuotaBucket, string>> = {
  policies: 'new policies',
  runs: 'runs',
  emails: 'e-mails',
  sql: 'SQL queries',
};

/** The limit in words, such as `60 runs an hour`. */
export function describeLimit(bucket: QuotaBucket, { capacity, refillMs }: Limit): string {
  const period =
    refillMs === hourMs ? 'an hour' : refillMs === dayMs ? 'a day' : `in ${refillMs / 1000} seconds`;
  return `${capacity} ${nouns[bucket]} ${period}`;
}
