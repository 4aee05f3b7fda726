import type { WindowDefinition } from '../parse/query-tree.ts';
import type { QueryAnalysis } from '../query-analysis.ts';
import { refusal, shown } from '../query-refusal.ts';
import type { Scope } from '../scope.ts';
import { checkSortable } from './sortable-check.ts';
import { isNumber, isOpenParameter, isWhole, type Value } from './sql-type.ts';

/** What a window is ordered by; judges the window on the way. */
export function windowOrder(
  analysis: QueryAnalysis,
  window: WindowDefinition | string,
  scope: Scope,
): readonly Value[] {
  if (typeof window === 'string') return namedOrder(window, scope);
  for (const expression of window.partitionBy) checkSortable(analysis, expression, scope);
  const own = window.orderBy.map(({ expression }) => checkSortable(analysis, expression, scope));
  const order = own.length > 0 || window.base === undefined ? own : namedOrder(window.base, scope);
  for (const offset of window.frame?.offsets ?? []) {
    const value = analysis.valueOf(offset, scope);
    checkOffset(value, window.frame?.unit === 'RANGE', order);
  }
  return order;
}

function namedOrder(name: string, scope: Scope): readonly Value[] {
  const order = scope.windows.get(name.toLowerCase());
  if (order === undefined)
    throw refusal('sql.syntax', `it names the window ${shown(name)}, which no WINDOW clause defines`);
  return order;
}

/** SQLite adds the offset of RANGE to the value as a float; the offset of the others is a number of rows. */
function checkOffset(offset: Value, range: boolean, order: readonly Value[]): void {
  if (!range && !isWhole(offset) && !isOpenParameter(offset)) {
    throw refusal('sql.arguments', 'its window frame counts rows by something that is not a whole number');
  }
  if (range && (!order.every(isNumber) || !(isNumber(offset) || isOpenParameter(offset)))) {
    throw refusal(
      'sql.decimal-operator',
      'its window frame has RANGE with an offset, which works on whole numbers only; write ROWS, or order by CAST(x AS REAL)',
    );
  }
}
