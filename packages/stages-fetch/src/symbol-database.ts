import type { SnapshotCell } from '@daybook/kernel';

/** A query that gives symbols in its first column. */
export interface SymbolQuery {
  readonly sql: string;
  /** Values of named parameters, without the colon. */
  readonly params: Readonly<Record<string, string | number | null>>;
}

/** What a query for symbols gave. */
export interface SymbolRows {
  readonly rows: readonly (readonly SnapshotCell[])[];
  /** Whether there were more rows than allowed, by their number or their bytes; then these are the first of them. */
  readonly truncated: boolean;
}

/** Reads canonical datasets for what is to be fetched. It can't write, and it reads nothing else. */
export interface SymbolDatabase {
  /**
   * Runs all queries against one state of the database. When the signal aborts, the query under way is broken off.
   * @throws {EngineError} `report.query-rejected` or `report.query-failed`, naming the query by its key.
   */
  readAll(
    queries: Readonly<Record<string, SymbolQuery>>,
    limits: { readonly maxRows: number; readonly maxBytes: number; readonly signal?: AbortSignal },
  ): Promise<Readonly<Record<string, SymbolRows>>>;
}
