import type { Sha256 } from '../ids.ts';

/** A validated value: text, decimal text, date and instant alike are text; flags are booleans. */
export type CanonicalValue = string | boolean | null;

/** One row of a canonical dataset: every column of the dataset, absent ones as `null`. */
export interface CanonicalRow {
  readonly values: Readonly<Record<string, CanonicalValue>>;
  /** The payload that the row was read from. */
  readonly payloadSha256: Sha256;
}

/** A row that was kept but not loaded, with the rule that it broke. */
export interface QuarantinedRow {
  /** From 0, in the order of the payload. */
  readonly rowIndex: number;
  /** Stable name of the rule, such as `high_below_low`. */
  readonly rule: string;
  /** The canonical column at fault; `null` when the rule concerns the row as a whole. */
  readonly field: string | null;
  /** The offending value as it was sent; `null` when there was none. */
  readonly value: string | null;
  /** The record as it was sent. */
  readonly raw: Readonly<Record<string, string | boolean | null>>;
  readonly payloadSha256: Sha256;
}
