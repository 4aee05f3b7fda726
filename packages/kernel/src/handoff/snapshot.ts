import type { ColumnKind } from './canonical-dataset.ts';

/** A cell of a query result; decimals, dates and instants are text. */
export type SnapshotCell = string | number | null;

export interface SnapshotColumn {
  readonly name: string;
  /** Taken from the canonical column of that name, otherwise judged by the values. */
  readonly kind: ColumnKind;
  /** `true` where the numbers went through a float; absent otherwise. */
  readonly approximate?: true;
}

/** What one query of a report gave. */
export interface QueryResult {
  readonly columns: readonly SnapshotColumn[];
  readonly rows: readonly (readonly SnapshotCell[])[];
}

/** The frozen results of all queries of a report, read from one state of the database. */
export interface Snapshot {
  readonly queries: Readonly<Record<string, QueryResult>>;
  /** The newest date in the snapshot, `YYYY-MM-DD`; `null` when no column holds dates. */
  readonly newestDate: string | null;
}
