import type { describe, expect, it } from '@jest/globals';

/** What a contract suite needs of a test runner; handed in, so that this entry loads without one. */
export interface ContractTools {
  readonly describe: typeof describe;
  readonly it: typeof it;
  readonly expect: typeof expect;
}
