import type { SnapshotTable } from './snapshot-table.ts';

/** A query as the sandbox takes it: text that the analyser has let through and rewritten. */
export interface SandboxedQuery {
  readonly sql: string;
  /** How many columns its result has. */
  readonly width: number;
  /** Names of its common table expressions. */
  readonly ctes: readonly string[];
}

/** A snapshot as the sandbox opens it. */
export interface SnapshotFile {
  readonly file: string;
  /** 64 hex digits, made for this file alone. */
  readonly key: string;
  readonly tables: readonly SnapshotTable[];
}

/** Values of parameters, without the colon. */
export type ParameterValues = Readonly<Record<string, string | number | null>>;

/** What a query may take and give. */
export interface RunLimits {
  readonly budgetMs: number;
  readonly maxRows: number;
  /** UTF-8 bytes of text, 8 for a number. */
  readonly maxBytes: number;
}

/** What the sandbox is asked to do, one thing at a time. */
export type SandboxRequest =
  /** Compiles a query against empty tables. */
  | { readonly kind: 'compile'; readonly query: SandboxedQuery }
  | {
      readonly kind: 'run';
      readonly query: SandboxedQuery;
      readonly snapshot: SnapshotFile;
      readonly params: ParameterValues;
      readonly limits: RunLimits;
    }
  /** Lets go of a snapshot's file. */
  | { readonly kind: 'forget'; readonly file: string };

/** Sent beside a request: breaks it off. */
export interface SandboxInterrupt {
  readonly kind: 'interrupt';
}

/** Columns that a query reads, as SQLite compiled it. */
export type ReadColumns = readonly (readonly [table: string, column: string])[];

/** How a run ended. */
export type RunOutcome =
  | {
      readonly kind: 'ran';
      readonly truncated: boolean;
      /** Indexes of the columns in which a float was met. */
      readonly realColumns: readonly number[];
    }
  /** A cell can't be given exactly: an integer beyond 2^53, a number that is not finite, bytes. */
  | {
      readonly kind: 'cell-refused';
      /** From 0. */
      readonly column: number;
      readonly what: 'integer' | 'number' | 'bytes';
    };

/** Why a query gave no result: its text is refused, or it went wrong while it ran. */
export interface SandboxFailure {
  readonly kind: 'refused' | 'failed';
  /** Continues a sentence that names the query. */
  readonly why: string;
}

/** What the sandbox says. */
export type SandboxAnswer =
  /** It has started and may be asked. */
  | { readonly kind: 'ready' }
  /** It can't start. */
  | { readonly kind: 'unusable'; readonly why: string }
  | { readonly kind: 'compiled'; readonly reads: ReadColumns }
  /** Rows of the result, as a JSON list of lists; more may follow. */
  | { readonly kind: 'rows'; readonly text: string }
  /** All rows are given, or none is. */
  | RunOutcome
  | { readonly kind: 'forgotten' }
  | { readonly kind: 'failure'; readonly failure: SandboxFailure };
