import type { SnapshotCell } from '@daybook/kernel';

/** The SQL of one check. */
export interface CheckQuery {
  readonly sql: string;
  /** Values of named parameters, without the colon. */
  readonly params: Readonly<Record<string, string | number | null>>;
}

/** What must not be there: the rows that a check's query gave. */
export interface CheckRows {
  /** In order; also when there are no rows. */
  readonly columns: readonly { readonly name: string }[];
  readonly rows: readonly (readonly SnapshotCell[])[];
  /** Whether there were more rows than allowed, by their number or their bytes; then these are the first of them. */
  readonly truncated: boolean;
}

/** Reads canonical datasets for checks. It can't write, and it reads nothing else. */
export interface CheckDatabase {
  /**
   * Runs all queries against one state of the database. When the signal aborts, the query under way is broken off.
   * @throws {EngineError} `report.query-rejected` or `report.query-failed`, naming the query by its key.
   */
  readAll(
    queries: Readonly<Record<string, CheckQuery>>,
    limits: { readonly maxRows: number; readonly maxBytes: number; readonly signal?: AbortSignal },
  ): Promise<Readonly<Record<string, CheckRows>>>;
}
