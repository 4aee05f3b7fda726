import { checkCondition } from './values/condition-check.ts';
import { innermost } from './values/compare-values.ts';
import { fromTables, joinConditions } from './from-tables.ts';
import { mostColumns } from './parse/parse-select.ts';
import type { Expression, ResultColumn, SelectArm, SelectCore, ValuesCore } from './parse/query-tree.ts';
import { type QueryAnalysis, wrapDecimal } from './query-analysis.ts';
import { refusal, shown } from './query-refusal.ts';
import { resolveName, type Scope, type TableScope } from './scope.ts';
import { checkSortable, offendSorted } from './values/sortable-check.ts';
import type { Affinity, NamedValue, Value } from './values/sql-type.ts';
import { commonType, type Unit, writeAsDecimal } from './values/unify-values.ts';
import { windowOrder } from './values/window-order.ts';

/** A result column of one SELECT, before it meets those of others. */
export interface ArmColumn extends NamedValue {
  /** What gives its values; empty for a column that `*` stands for. */
  readonly units: readonly Unit[];
  readonly alias: string | undefined;
}

/** One SELECT without what orders it, and what names mean after it. */
export interface JudgedArm {
  readonly columns: readonly ArmColumn[];
  readonly scope: Scope;
}

/** Judges one SELECT or VALUES. */
export function judgeArm(analysis: QueryAnalysis, arm: SelectArm, where: TableScope): JudgedArm {
  return arm.kind === 'values' ? judgeValues(analysis, arm, where) : judgeCore(analysis, arm, where);
}

function judgeCore(analysis: QueryAnalysis, core: SelectCore, where: TableScope): JudgedArm {
  const tables = fromTables(analysis, core.from, where);
  const windows = new Map<string, readonly Value[]>();
  const bare: Scope = { ...where, tables, aliases: new Map(), windows };
  for (const { name, definition } of core.windows)
    windows.set(name.toLowerCase(), windowOrder(analysis, definition, bare));
  const columns = resultColumns(analysis, core.columns, bare);
  const scope = { ...bare, aliases: aliasesOf(columns) };
  for (const condition of joinConditions(core.from)) checkCondition(analysis, condition, scope);
  if (core.where !== undefined) checkCondition(analysis, core.where, scope);
  for (const term of core.groupBy) {
    const ordinal = ordinalColumn(term, columns, 'GROUP BY');
    if (ordinal === undefined) checkSortable(analysis, term, scope);
    else if (ordinal.value.type === 'mixed') offendSorted(analysis, ordinal.name);
  }
  if (core.having !== undefined) checkCondition(analysis, core.having, scope);
  const mixed = core.distinct ? columns.find(({ value }) => value.type === 'mixed') : undefined;
  if (mixed !== undefined) offendSorted(analysis, mixed.name);
  return { columns, scope };
}

function aliasesOf(columns: readonly ArmColumn[]): ReadonlyMap<string, Value> {
  const aliases = new Map<string, Value>();
  for (const { alias, value } of columns) {
    const name = alias?.toLowerCase();
    if (name !== undefined && !aliases.has(name)) aliases.set(name, value);
  }
  return aliases;
}

/** The column that a whole number in GROUP BY or ORDER BY means. */
export function ordinalColumn(
  term: Expression,
  columns: readonly ArmColumn[],
  clause: string,
): ArmColumn | undefined {
  const node = innermost(term);
  if (node.kind !== 'number' || !/^-?\d+$/.test(node.text)) return undefined;
  const column = columns[Number(node.text) - 1];
  if (column === undefined)
    throw refusal(
      'sql.syntax',
      `its ${clause} ${node.text} counts result columns, and there are ${columns.length}`,
    );
  return column;
}

function resultColumns(
  analysis: QueryAnalysis,
  columns: readonly ResultColumn[],
  scope: Scope,
): readonly ArmColumn[] {
  const found: ArmColumn[] = [];
  for (const column of columns) {
    if (column.kind === 'all') found.push(...expandStar(column.table, scope));
    else found.push(resultColumn(analysis, column, scope));
    if (found.length > mostColumns)
      throw refusal('sql.too-large', `it has more than ${mostColumns} result columns`);
  }
  return found;
}

function resultColumn(
  analysis: QueryAnalysis,
  column: Extract<ResultColumn, { kind: 'value' }>,
  scope: Scope,
): ArmColumn {
  const { expression, alias, text } = column;
  const value = analysis.valueOf(expression, scope);
  if (value.type === 'row') throw refusal('sql.arguments', `its column ${shown(text)} holds several values`);
  const inner = innermost(expression);
  const name = alias ?? (inner.kind === 'name' ? resolveName(inner, scope, analysis.sql).name : text);
  if (alias === undefined) analysis.unnamed.push({ span: expression, name, text });
  return { name, value, units: [{ node: expression, value }], alias };
}

function expandStar(table: string | undefined, { tables }: Scope): readonly ArmColumn[] {
  const wanted = table?.toLowerCase();
  const named = tables.filter(({ name }) => wanted === undefined || name?.toLowerCase() === wanted);
  if (named.length === 0) {
    throw refusal(
      'sql.unknown-table',
      table === undefined
        ? 'it says * without FROM'
        : `it says ${shown(table)}.*, and no table of that name is in its FROM`,
    );
  }
  return named.flatMap(({ columns, shared }) =>
    columns
      .filter(({ name }) => wanted !== undefined || !shared.has(name.toLowerCase()))
      .map(({ name, value }): ArmColumn => ({ name, value, units: [], alias: undefined })),
  );
}

function judgeValues(analysis: QueryAnalysis, { rows }: ValuesCore, where: TableScope): JudgedArm {
  const scope: Scope = { ...where, tables: [], aliases: new Map(), windows: new Map() };
  const judged = rows.map((row) => row.map((node): Unit => ({ node, value: analysis.valueOf(node, scope) })));
  const width = judged[0]?.length ?? 0;
  if (width > mostColumns) throw refusal('sql.too-large', `it has more than ${mostColumns} result columns`);
  if (judged.some((row) => row.length !== width))
    throw refusal('sql.arguments', 'its VALUES have rows of different length');
  const columns = Array.from({ length: width }, (_, index): ArmColumn => {
    const units = judged.flatMap((row) => row[index] ?? []);
    const value = joinUnits(analysis, units);
    if (value.type === 'row') throw refusal('sql.arguments', 'its VALUES hold several values in one column');
    return { name: `column${index + 1}`, value, units, alias: undefined };
  });
  return { columns, scope };
}

/** What a column is whose rows are these; where one is a decimal, all become decimals, or it is `mixed`. */
function joinUnits(analysis: QueryAnalysis, units: readonly Unit[]): Value {
  const values = units.map(({ value }) => value);
  const type = commonType(values);
  if (type === 'decimal') for (const unit of units) makeDecimal(analysis, unit);
  return {
    type,
    affinity: type === 'decimal' ? 'text' : commonAffinity(values),
    approximate: values.some((value) => value.approximate),
  };
}

/** Makes what stands in a column of decimals a decimal. */
export function makeDecimal(analysis: QueryAnalysis, unit: Unit): void {
  if (unit.value.type === 'decimal') return;
  writeAsDecimal(analysis, unit);
  wrapDecimal(analysis, unit.node);
}

/** The affinity of a column whose rows come from several places. */
export function commonAffinity(values: readonly Value[]): Affinity {
  const [first] = values;
  return first !== undefined && values.every(({ affinity }) => affinity === first.affinity)
    ? first.affinity
    : 'unsure';
}
