import type { ReadConnection } from './sqlcipher-connection.ts';

/** What a check finds. */
export interface Findings {
  /** How many things were looked at. */
  readonly examined: number;
  /** One sentence each. */
  readonly problems: readonly string[];
}

/** Looks at one thing; calls back now and then while it is at it. */
export type Checker = (
  connection: ReadConnection,
  onProgress: (examined: number, total: number) => void,
) => Promise<Findings>;
