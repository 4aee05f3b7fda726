import {
  type ArmColumn,
  commonAffinity,
  type JudgedArm,
  judgeArm,
  makeDecimal,
  ordinalColumn,
} from './arm-columns.ts';
import { commonTableColumns, withCommonTables } from './common-tables.ts';
import { innermost, offend } from './values/compare-values.ts';
import type { Expression, SelectStatement } from './parse/query-tree.ts';
import { type QueryAnalysis, textOf } from './query-analysis.ts';
import { refusal, shown } from './query-refusal.ts';
import type { Scope, TableScope } from './scope.ts';
import { checkSortable, offendSorted } from './values/sortable-check.ts';
import { isOpenParameter, isWhole, decimalValue, type NamedValue } from './values/sql-type.ts';
import { commonType } from './values/unify-values.ts';

/** Judges a whole SELECT and gives its columns; `grown` hears of them before the last arm is judged. */
export function selectColumns(
  analysis: QueryAnalysis,
  select: SelectStatement,
  ...[where, grown]: [where: TableScope, grown?: (columns: readonly NamedValue[]) => void]
): readonly NamedValue[] {
  const ctes = withCommonTables(analysis, select, where);
  const place: TableScope = { ctes, outer: where.outer };
  const arms: JudgedArm[] = [];
  let stacks: readonly (readonly ArmColumn[])[] = [];
  let columns: readonly ArmColumn[] = [];
  for (const arm of select.arms) {
    const judged = judgeArm(analysis, arm, place);
    arms.push(judged);
    stacks = stackArm(stacks, judged.columns).map((stack) => unifyStack(analysis, stack));
    columns = stacks.flatMap(columnOfStack);
    if (arms.length < select.arms.length) grown?.(columns);
  }
  checkOperators(analysis, select, columns);
  const [first] = arms;
  if (first !== undefined && arms.length === 1) checkOrder(analysis, select, first);
  else checkCompoundOrder(analysis, select, arms, columns);
  for (const limit of select.limits) checkLimit(analysis, limit, place);
  for (const { name } of select.ctes) {
    const entry = ctes.get(name.toLowerCase());
    if (entry?.state === 'waiting') commonTableColumns(analysis, entry);
  }
  return columns;
}

/** Puts the columns of one more SELECT below those of the others. */
function stackArm(
  stacks: readonly (readonly ArmColumn[])[],
  arm: readonly ArmColumn[],
): readonly (readonly ArmColumn[])[] {
  if (stacks.length === 0) return arm.map((column) => [column]);
  if (stacks.length !== arm.length) {
    throw refusal(
      'sql.arguments',
      'its SELECTs around UNION, INTERSECT or EXCEPT have different numbers of columns',
    );
  }
  return stacks.map((stack, index) => [...stack, ...arm.slice(index, index + 1)]);
}

/** A column of several SELECTs is a decimal only when it is one in each of them. */
function unifyStack(analysis: QueryAnalysis, stack: readonly ArmColumn[]): readonly ArmColumn[] {
  const values = stack.flatMap(({ value, units }) =>
    units.length === 0 ? [value] : units.map((unit) => unit.value),
  );
  const fixed = stack.some(({ value, units }) => value.type !== 'decimal' && units.length === 0);
  if (stack.length === 1 || commonType(values) !== 'decimal' || fixed) return stack;
  return stack.map((column): ArmColumn => {
    for (const unit of column.units) makeDecimal(analysis, unit);
    const value = decimalValue(column.value.approximate);
    return { ...column, value, units: column.units.map(({ node }) => ({ node, value })) };
  });
}

function columnOfStack(stack: readonly ArmColumn[]): readonly ArmColumn[] {
  const [first] = stack;
  if (first === undefined || stack.length === 1) return stack;
  const values = stack.map(({ value }) => value);
  const approximate = values.some((value) => value.approximate);
  if (values.every(({ type }) => type === 'decimal')) return [{ ...first, value: decimalValue(approximate) }];
  const type = values.some((value) => value.type === 'decimal') ? 'mixed' : commonType(values);
  return [{ ...first, value: { type, affinity: commonAffinity(values), approximate } }];
}

function checkOperators(
  analysis: QueryAnalysis,
  { operators }: SelectStatement,
  columns: readonly ArmColumn[],
): void {
  if (operators.every((operator) => operator === 'UNION ALL')) return;
  const mixed = columns.find(({ value }) => value.type === 'mixed');
  if (mixed !== undefined) offendSorted(analysis, mixed.name);
}

function checkOrder(analysis: QueryAnalysis, select: SelectStatement, { columns, scope }: JudgedArm): void {
  for (const { expression } of select.orderBy) {
    const column = aliased(expression, columns) ?? ordinalColumn(expression, columns, 'ORDER BY');
    if (column === undefined) checkSortable(analysis, expression, scope);
    else if (column.value.type === 'mixed') offendSorted(analysis, column.name);
  }
}

/** In ORDER BY an alias comes before a column of the same name. */
function aliased(term: Expression, columns: readonly ArmColumn[]): ArmColumn | undefined {
  const node = innermost(term);
  if (node.kind !== 'name' || node.table !== undefined) return undefined;
  return columns.find(({ alias }) => alias?.toLowerCase() === node.column.toLowerCase());
}

/** After several SELECTs a term is one of their columns; it is written as its number, which rewriting can't change. */
function checkCompoundOrder(
  analysis: QueryAnalysis,
  select: SelectStatement,
  ...[arms, columns]: [arms: readonly JudgedArm[], columns: readonly ArmColumn[]]
): void {
  for (const { expression } of select.orderBy) {
    let at = columns.findIndex((column) => column === ordinalColumn(expression, columns, 'ORDER BY'));
    for (const arm of arms) {
      if (at < 0) at = arm.columns.findIndex((column) => isWrittenAs(analysis, column, expression));
    }
    const column = columns[at];
    if (column === undefined) {
      const written = shown(textOf(analysis, expression));
      throw refusal(
        'sql.syntax',
        `its ORDER BY ${written} is no column of the SELECTs together; order by an alias or the number of a column`,
      );
    }
    if (column.value.type === 'mixed') offendSorted(analysis, column.name);
    analysis.edits.replace(expression, String(at + 1));
  }
}

function isWrittenAs(analysis: QueryAnalysis, { name, units }: ArmColumn, term: Expression): boolean {
  const node = innermost(term);
  if (node.kind === 'name' && node.table === undefined)
    return name.toLowerCase() === node.column.toLowerCase();
  const [unit] = units;
  return (
    unit !== undefined && textOf(analysis, unit.node).toLowerCase() === textOf(analysis, term).toLowerCase()
  );
}

function checkLimit(analysis: QueryAnalysis, limit: Expression, { ctes }: TableScope): void {
  const scope: Scope = { ctes, outer: undefined, tables: [], aliases: new Map(), windows: new Map() };
  const value = analysis.valueOf(limit, scope);
  if (isWhole(value) || isOpenParameter(value)) return;
  offend(
    analysis,
    'sql.arguments',
    `its LIMIT or OFFSET ${shown(textOf(analysis, limit))} is not a whole number`,
  );
}
