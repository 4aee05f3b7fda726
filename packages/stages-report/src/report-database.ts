import type { ResultColumn, SnapshotCell } from '@daybook/kernel';

/** One named query of a report. */
export interface ReportQuery {
  readonly sql: string;
  /** Values of named parameters, without the colon. */
  readonly params: Readonly<Record<string, string | number | null>>;
}

/** A query's result as the database gave it. */
export interface RawResult {
  /** In order; also when there are no rows. */
  readonly columns: readonly ResultColumn[];
  readonly rows: readonly (readonly SnapshotCell[])[];
  /** Whether there were more rows than allowed, by their number or their bytes; then these are the first of them. */
  readonly truncated: boolean;
}

/** How much one query may give. */
export interface ResultLimits {
  readonly maxRows: number;
  /** UTF-8 bytes of text, 8 for a number. */
  readonly maxBytes: number;
}

/** Reads canonical datasets. It can't write, and it reads nothing else. */
export interface ReportDatabase {
  /**
   * Runs all queries against one state of the database. When the signal aborts, the query under way is broken off.
   * @throws {EngineError} `report.query-rejected`, naming the query, when its SQL is not allowed or names what is not
   *   there, with `details.problem` and, where it is plain, `details.suggestion`, the SQL to write instead;
   *   `report.query-failed`, naming the query, when a parameter has no value, a column name occurs twice, a cell can't be
   *   given exactly, such as an integer beyond 2^53, or it takes too long or too much memory.
   */
  readAll(
    queries: Readonly<Record<string, ReportQuery>>,
    limits: ResultLimits & { readonly signal?: AbortSignal },
  ): Promise<Readonly<Record<string, RawResult>>>;
}
