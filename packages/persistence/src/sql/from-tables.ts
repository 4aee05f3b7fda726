import { tableColumns, withSingleNames } from './common-tables.ts';
import { compareValues } from './values/compare-values.ts';
import type { FromItem, FromSource, Join } from './parse/query-tree.ts';
import type { QueryAnalysis } from './query-analysis.ts';
import { refusal, shown } from './query-refusal.ts';
import type { ScopeTable, TableScope } from './scope.ts';
import type { NamedValue } from './values/sql-type.ts';

/** The tables of FROM in their order. Conditions after ON are left to the caller, who knows all tables. */
export function fromTables(
  analysis: QueryAnalysis,
  items: readonly FromItem[],
  where: TableScope,
): readonly ScopeTable[] {
  const tables: ScopeTable[] = [];
  for (const { source, join } of items) {
    const added = sourceTables(analysis, source, where);
    const shared = join === undefined ? new Set<string>() : sharedColumns(join, tables, added);
    for (const column of shared) checkShared(analysis, column, { join, tables, added });
    for (const table of added)
      tables.push({
        ...table,
        shared: new Set([...table.shared, ...shared]),
        keepsRight: table.keepsRight || join?.keepsRight === true,
      });
  }
  return tables;
}

/** The conditions after ON, those in parentheses included. */
export function joinConditions(items: readonly FromItem[]): readonly NonNullable<Join['on']>[] {
  return items.flatMap(({ source, join }) => [
    ...(source.kind === 'group' ? joinConditions(source.items) : []),
    ...(join?.on === undefined ? [] : [join.on]),
  ]);
}

function sourceTables(analysis: QueryAnalysis, source: FromSource, where: TableScope): readonly ScopeTable[] {
  switch (source.kind) {
    case 'table': {
      const columns = tableColumns(analysis, { name: source.name, nameSpan: source }, where);
      return [{ name: source.alias ?? source.name, columns, shared: new Set(), keepsRight: false }];
    }
    case 'subquery': {
      const columns = withSingleNames(analysis.columnsOf(source.select, where));
      return [{ name: source.alias, columns, shared: new Set(), keepsRight: false }];
    }
    case 'group':
      return fromTables(analysis, source.items, where);
  }
}

function sharedColumns(
  { natural, using }: Join,
  left: readonly ScopeTable[],
  right: readonly ScopeTable[],
): Set<string> {
  if (!natural) return new Set(using.map((name) => name.toLowerCase()));
  const names = new Set(left.flatMap(({ columns }) => columns.map(({ name }) => name.toLowerCase())));
  const common = right.flatMap(({ columns }) => columns.map(({ name }) => name.toLowerCase()));
  return new Set(common.filter((name) => names.has(name)));
}

function checkShared(
  analysis: QueryAnalysis,
  column: string,
  {
    join,
    tables,
    added,
  }: { join: Join | undefined; tables: readonly ScopeTable[]; added: readonly ScopeTable[] },
): void {
  const left = columnOf(tables, column);
  const right = columnOf(added, column);
  if (left === undefined || right === undefined) {
    throw refusal('sql.unknown-column', `it joins by ${shown(column)}, which is not a column of both sides`);
  }
  const decimal = left.value.type === 'decimal' || right.value.type === 'decimal';
  if (decimal && (join?.keepsRight === true || left.value.type !== right.value.type)) {
    throw refusal(
      'sql.decimal-comparison',
      `it joins by the decimal ${shown(column)} with ${join?.natural === true ? 'NATURAL' : 'USING'}; write ON a.${column} = b.${column}`,
    );
  }
  compareValues(analysis, 'equality', {
    left: { value: left.value, node: undefined },
    right: { value: right.value, node: undefined },
  });
}

function columnOf(tables: readonly ScopeTable[], column: string): NamedValue | undefined {
  const found = tables.flatMap(({ columns, shared }) => {
    const match = columns.find(({ name }) => name.toLowerCase() === column);
    return match === undefined || shared.has(column) ? [] : [match];
  });
  if (found.length > 1)
    throw refusal(
      'sql.ambiguous-column',
      `it joins by ${shown(column)}, which several tables have; write ON`,
    );
  return found[0];
}
