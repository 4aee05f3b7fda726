import type {
  CanonicalRow,
  StoredDatasetName,
  Instant,
  QuarantinedRow,
  RunId,
  WriteDisposition,
} from '@daybook/kernel';

/** The rows of one transform step, good and bad, which are written together or not at all. */
export interface RowBatch {
  readonly dataset: StoredDatasetName;
  readonly provider: string;
  readonly write: WriteDisposition;
  /** No two rows share a key. */
  readonly rows: readonly CanonicalRow[];
  readonly quarantined: readonly QuarantinedRow[];
  readonly runId: RunId;
  readonly stepId: string;
  readonly loadedAt: Instant;
}

/** What writing a batch changed. */
export interface WriteCounts {
  /** Rows that are new, that differ from the stored row of the same provider and key, or that `replace` removed. */
  readonly written: number;
  /** Rows that were stored already, value for value; they keep their former provenance. */
  readonly unchanged: number;
}

/** Where canonical rows are kept. */
export interface RowStore {
  /**
   * Writes rows and quarantine in one transaction. `merge` overwrites rows with the same provider and key. `replace`
   * also removes every stored row of the same provider and the same values in the dataset's replace scope that the
   * batch does not hold. Writing the same batch again changes nothing, quarantine included.
   */
  write(batch: RowBatch): Promise<WriteCounts>;
}
