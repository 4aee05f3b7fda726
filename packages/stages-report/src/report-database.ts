import type { SnapshotCell } from '@daybook/kernel';

/** One named query of a report. */
export interface ReportQuery {
  readonly sql: string;
  /** Values of named parameters, without the colon. */
  readonly params: Readonly<Record<string, string | number | null>>;
}

/** A query's result as the database gave it. */
export interface RawResult {
  /** In order; also when there are no rows. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly SnapshotCell[])[];
}

/** Reads canonical datasets. It can't write. */
export interface ReportDatabase {
  /**
   * Runs all queries against one state of the database. When the signal aborts, the query under way is broken off.
   * @throws {EngineError} `report.query-failed`, naming the query, when SQL is wrong, a parameter has no value, a
   *   column name occurs twice, a result has more than `maxRows` rows, or an integer is beyond 2^53.
   */
  readAll(
    queries: Readonly<Record<string, ReportQuery>>,
    limits: { readonly maxRows: number; readonly signal?: AbortSignal },
  ): Promise<Readonly<Record<string, RawResult>>>;
}
