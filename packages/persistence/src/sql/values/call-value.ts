import { type AllowedFunction, type ArgumentKind, allowedFunction } from '../allowed-functions.ts';
import { checkClock, clockWords } from './clock-check.ts';
import { checkArgument } from './argument-check.ts';
import { resultOfCall } from './call-result.ts';
import { checkCondition } from './condition-check.ts';
import { functionRefused } from './function-refusal.ts';
import type { CallNode } from '../parse/query-tree.ts';
import { type QueryAnalysis, textOf, wrapDecimal } from '../query-analysis.ts';
import { refusal, shown } from '../query-refusal.ts';
import type { Scope } from '../scope.ts';
import type { Value } from './sql-type.ts';
import type { Unit } from './unify-values.ts';
import { checkSortable, offendSorted } from './sortable-check.ts';
import { windowOrder } from './window-order.ts';

/** Functions that compare their arguments, by the collation of the first that has one. */
const comparing = new Set<AllowedFunction['gives']>(['extreme', 'null-if']);

/** The value of a call. */
export function valueOfCall(
  analysis: QueryAnalysis,
  node: CallNode,
  ...[scope, bare]: [scope: Scope, bare: 'bare' | undefined]
): Value {
  const called = clockWords.has(node.name) ? undefined : allowedFunction(node.name);
  if (called === undefined) {
    checkClock(analysis, node);
    throw functionRefused(node, analysis.sql);
  }
  checkShape(analysis, node, called);
  const units = node.args.map(
    (arg, index): Unit => valueOfArgument(analysis, scope, { node, called, index, arg }),
  );
  checkClock(analysis, node);
  if (node.distinct || node.orderBy.length > 0) checkSorted(analysis, node, units);
  for (const { expression } of node.orderBy) checkSortable(analysis, expression, scope);
  if (node.filter !== undefined) checkCondition(analysis, node.filter, scope);
  if (node.over !== undefined) windowOrder(analysis, node.over, scope);
  const { value, inner } = resultOfCall(analysis, node, called, units);
  if (value.type !== 'decimal') return value;
  if (bare === undefined) wrapDecimal(analysis, node, inner);
  else if (inner !== undefined) analysis.edits.around(node, 'dec(', ')');
  return value;
}

function valueOfArgument(
  analysis: QueryAnalysis,
  scope: Scope,
  {
    node,
    called,
    index,
    arg,
  }: { node: CallNode; called: AllowedFunction; index: number; arg: CallNode['args'][number] },
): Unit {
  const kind = argumentKind(node, called, index);
  if (kind === 'condition') {
    checkCondition(analysis, arg, scope);
    return { value: { type: 'integer', affinity: 'none', approximate: false }, node: arg };
  }
  // What is wrapped as a whole need not be so inside.
  const compares = node.args.length === 1 || comparing.has(called.gives);
  const value = analysis.valueOf(
    arg,
    scope,
    (kind === 'value' && compares) || node.distinct ? undefined : 'bare',
  );
  checkArgument(analysis, { node: arg, value }, { kind, call: node });
  return { node: arg, value };
}

function argumentKind(node: CallNode, { takes }: AllowedFunction, index: number): ArgumentKind {
  // iif(condition, value, condition, value, ..., value)
  if (takes[0] === 'condition')
    return index % 2 === 0 && index < node.args.length - 1 ? 'condition' : 'value';
  return takes[Math.min(index, takes.length - 1)] ?? 'any';
}

function checkShape(analysis: QueryAnalysis, node: CallNode, { role, least, most }: AllowedFunction): void {
  const { name, args } = node;
  if (node.star && name !== 'count')
    throw refusal('sql.arguments', `it calls ${name}(*); only count(*) takes a star`);
  if (args.length < least || args.length > most) {
    const takes = least === most ? String(least) : `${least} to ${most}`;
    throw refusal('sql.arguments', `it calls ${name}() with ${args.length} arguments; it takes ${takes}`);
  }
  const scalarCall = role === 'scalar' || ((name === 'min' || name === 'max') && args.length > 1);
  const extra =
    node.distinct || node.filter !== undefined || node.over !== undefined || node.orderBy.length > 0;
  if (scalarCall && extra) {
    throw refusal(
      'sql.arguments',
      `it gives ${name}() DISTINCT, ORDER BY, FILTER or OVER, which belong to aggregates: ${shown(textOf(analysis, node))}`,
    );
  }
  if (role === 'window' && node.over === undefined)
    throw refusal('sql.arguments', `it calls ${name}() without OVER (...)`);
}

function checkSorted(analysis: QueryAnalysis, node: CallNode, units: readonly Unit[]): void {
  const mixed = node.distinct ? units.find(({ value }) => value.type === 'mixed') : undefined;
  if (mixed !== undefined) offendSorted(analysis, textOf(analysis, mixed.node));
}
