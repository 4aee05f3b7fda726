import type { Expression, SelectStatement, Span } from './parse/query-tree.ts';
import type { QueryProblem } from './query-refusal.ts';
import type { Scope, TableScope } from './scope.ts';
import type { SourceEdits } from './source-edits.ts';
import type { NamedValue, Value } from './values/sql-type.ts';

/** Something wrong that has a right spelling; the analysis goes on, to find the others of its kind. */
export interface Offence {
  readonly problem: QueryProblem;
  readonly why: string;
  /** Whether the changes to `advice` that were made for it make it right. */
  readonly mended: boolean;
}

/** What the parts of the analysis share. */
export interface QueryAnalysis {
  readonly sql: string;
  readonly params: Readonly<Record<string, string | number | null>>;
  /** What makes the query right as it runs. */
  readonly edits: SourceEdits;
  /** What makes the text right that its author is shown. */
  readonly advice: SourceEdits;
  readonly offences: Offence[];
  /** Dataset tables that were read, in small letters. */
  readonly tables: Set<string>;
  /** Names of all common table expressions. */
  readonly ctes: Set<string>;
  /** Result columns without alias: they get one at the end, when they were changed. */
  readonly unnamed: { readonly span: Span; readonly name: string; readonly text: string }[];
  /** How many decimals were made to compare by value so far. */
  wraps: number;
  /** How many tables the query reads when each common table expression is written out in its places. */
  expansion: number;
  /** The value of an expression. With `bare` a decimal call may stand without what makes it compare by value. */
  valueOf(node: Expression, scope: Scope, bare?: 'bare'): Value;
  /** The columns of a SELECT. */
  columnsOf(
    select: SelectStatement,
    where: TableScope,
    grown?: (columns: readonly NamedValue[]) => void,
  ): readonly NamedValue[];
}

/** The text of a piece of the query. */
export function textOf({ sql }: QueryAnalysis, { start, end }: Span): string {
  return sql.slice(start, end);
}

/** Makes an expression compare by value: CAST gives the affinity, COLLATE the order. */
export function wrapDecimal(analysis: QueryAnalysis, span: Span, inner?: 'dec'): void {
  analysis.wraps += 1;
  analysis.edits.around(
    span,
    inner === 'dec' ? '(CAST(dec(' : '(CAST(',
    inner === 'dec' ? ') AS TEXT)COLLATE decimal)' : ' AS TEXT)COLLATE decimal)',
  );
}
