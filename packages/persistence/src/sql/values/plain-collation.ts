import type { Expression } from '../parse/query-tree.ts';
import type { QueryAnalysis } from '../query-analysis.ts';
import type { Value } from './sql-type.ts';

/** Expressions that have no collation of their parts, or whose parts were seen to. */
const transparent: ReadonlySet<Expression['kind']> = new Set([
  'name',
  'string',
  'parameter',
  'null',
  'parentheses',
  'subquery',
  'row',
]);

const collationMatters = ({ type }: Value): boolean =>
  type !== 'decimal' && type !== 'integer' && type !== 'real' && type !== 'flag' && type !== 'row';

/**
 * Judges an expression, and keeps text in it from comparing like decimals: SQLite hands an explicit collation on from
 * any part of an expression, a condition too, to the whole.
 */
export function plainlyCollated(
  analysis: QueryAnalysis,
  node: Expression,
  ...[bare, judge]: [bare: 'bare' | undefined, judge: () => Value]
): Value {
  const before = analysis.wraps;
  const value = judge();
  const leaks = analysis.wraps > before && collationMatters(value) && !transparent.has(node.kind);
  if (leaks && bare === undefined) analysis.edits.around(node, '((', ') COLLATE BINARY)');
  return value;
}
