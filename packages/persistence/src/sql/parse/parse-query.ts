import { refusal } from '../query-refusal.ts';
import { parseExpression } from './parse-expression.ts';
import { parseSelect } from './parse-select.ts';
import { parseWindow } from './parse-window.ts';
import { createQueryCounts } from './query-counts.ts';
import type { QueryParser } from './query-parser.ts';
import type { TokenizedQuery } from './query-token.ts';
import type { SelectStatement } from './query-tree.ts';
import { createTokenCursor } from './token-cursor.ts';

/** SQLite's own limit is set to 200, and rewriting adds to the height of some trees. */
const highestTree = 150;

/**
 * The tree of a query, which is one SELECT.
 * @throws {EngineError} `report.query-rejected` for what can't be read, and for what is too large.
 */
export function parseQuery(sql: string, { tokens }: TokenizedQuery): SelectStatement {
  const cursor = createTokenCursor(tokens, sql);
  const parser: QueryParser = {
    sql,
    cursor,
    counts: createQueryCounts(),
    expression: (above) => parseExpression(parser, above),
    select: () => parseSelect(parser),
    window: () => parseWindow(parser),
  };
  const select = parser.select();
  if (cursor.peek().kind !== 'end') throw cursor.failure();
  checkHeight(select);
  return select;
}

/** Walks with a list of its own: a tree that is too high for the call stack must be refused too. */
function checkHeight(tree: SelectStatement): void {
  const waiting: { readonly value: object; readonly depth: number }[] = [{ value: tree, depth: 0 }];
  for (let item = waiting.pop(); item !== undefined; item = waiting.pop()) {
    const depth = item.depth + ('kind' in item.value ? 1 : 0);
    if (depth > highestTree) {
      throw refusal(
        'sql.too-large',
        `it strings together more than ${highestTree} operators; write IN (...), or split it`,
      );
    }
    const parts: readonly unknown[] = Object.values(item.value);
    for (const part of parts) {
      if (typeof part === 'object' && part !== null) waiting.push({ value: part, depth });
    }
  }
}
