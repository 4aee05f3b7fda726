import { offend } from './compare-values.ts';
import type { Expression } from '../parse/query-tree.ts';
import { type QueryAnalysis, textOf } from '../query-analysis.ts';
import { shown } from '../query-refusal.ts';
import type { Scope } from '../scope.ts';
import type { Value } from './sql-type.ts';

/** The value of what rows are ordered or grouped by; takes offence when that can't be done by value. */
export function checkSortable(analysis: QueryAnalysis, node: Expression, scope: Scope): Value {
  const value = analysis.valueOf(node, scope);
  if (value.type === 'mixed') offendSorted(analysis, textOf(analysis, node));
  return value;
}

/** Takes offence at rows ordered, grouped or told apart by what is not of one kind. */
export function offendSorted(analysis: QueryAnalysis, what: string): void {
  offend(
    analysis,
    'sql.mixed-types',
    `it orders or tells rows apart by ${shown(what)}, which is a decimal in some rows and something else in others; make it one of both`,
  );
}
