import { offend } from './compare-values.ts';
import type { Expression } from '../parse/query-tree.ts';
import { type QueryAnalysis, textOf } from '../query-analysis.ts';
import { shown } from '../query-refusal.ts';
import type { Scope } from '../scope.ts';

/** Takes offence at a condition that is a decimal: SQLite would take it for a float. */
export function checkCondition(analysis: QueryAnalysis, node: Expression, scope: Scope): void {
  const { type } = analysis.valueOf(node, scope);
  if (type !== 'decimal' && type !== 'mixed' && type !== 'row') return;
  const what = shown(textOf(analysis, node));
  const why = `it takes ${what} for a condition; write ${what} <> 0`;
  if (type !== 'decimal') {
    offend(analysis, 'sql.mixed-types', why);
    return;
  }
  analysis.advice.around(node, '(', ' <> 0)');
  offend(analysis, 'sql.decimal-comparison', why, 'mended');
}
