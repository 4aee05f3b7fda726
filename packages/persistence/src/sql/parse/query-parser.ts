import type { Expression, SelectStatement, WindowDefinition } from './query-tree.ts';
import type { QueryCounts } from './query-counts.ts';
import type { TokenCursor } from './token-cursor.ts';

/** What the parts of the parser need of each other. */
export interface QueryParser {
  readonly sql: string;
  readonly cursor: TokenCursor;
  readonly counts: QueryCounts;
  /** An expression of operators that bind more tightly than that strength. @default 0, any */
  expression(above?: number): Expression;
  select(): SelectStatement;
  /** What stands in the parentheses after OVER or in a WINDOW clause. */
  window(): WindowDefinition;
}
