import { nearestName } from '@daybook/kernel';
import type { CommonTable, SelectStatement, Span } from './parse/query-tree.ts';
import { datasetTable, datasetTableNames } from './dataset-table.ts';
import type { QueryAnalysis } from './query-analysis.ts';
import { inPlace, refusal, shown } from './query-refusal.ts';
import type { CommonTableEntry, TableScope } from './scope.ts';
import type { NamedValue } from './values/sql-type.ts';

/** How many tables a query may read, when each common table expression is written out where it is named. */
const widestExpansion = 256;

/** The common table expressions of a SELECT, with those around it. */
export function withCommonTables(
  analysis: QueryAnalysis,
  select: SelectStatement,
  { ctes }: TableScope,
): ReadonlyMap<string, CommonTableEntry> {
  if (select.ctes.length === 0) return ctes;
  const together = new Map(ctes);
  const own = new Set<string>();
  for (const table of select.ctes) {
    const name = table.name.toLowerCase();
    if (datasetTable(name) !== undefined) {
      throw refusal(
        'sql.name-refused',
        `it names a common table expression ${table.name}, like the dataset; give it another name`,
      );
    }
    if (own.has(name))
      throw refusal('sql.name-refused', `it names two common table expressions ${shown(table.name)}`);
    own.add(name);
    analysis.ctes.add(table.name);
    together.set(name, {
      table,
      ctes: together,
      state: 'waiting',
      columns: undefined,
      readsItself: false,
      expansion: 0,
    });
  }
  return together;
}

/** The columns of a table by its name: a common table expression or a dataset. */
export function tableColumns(
  analysis: QueryAnalysis,
  { name, nameSpan }: { readonly name: string; readonly nameSpan: Span },
  { ctes }: TableScope,
): readonly NamedValue[] {
  const lower = name.toLowerCase();
  const entry = ctes.get(lower);
  if (entry !== undefined) return commonTableColumns(analysis, entry);
  const columns = datasetTable(lower);
  if (columns === undefined) throw unknownTable(name, ctes, (near) => inPlace(analysis.sql, nameSpan, near));
  analysis.tables.add(lower);
  count(analysis, 1);
  return columns;
}

/** The columns of a common table expression; judges it when it is the first to ask. */
export function commonTableColumns(analysis: QueryAnalysis, entry: CommonTableEntry): readonly NamedValue[] {
  if (entry.state === 'waiting') judge(analysis, entry);
  if (entry.columns === undefined) {
    throw refusal(
      'sql.syntax',
      `its common table expression ${shown(entry.table.name)} reads itself in its first SELECT; that one gives the first rows`,
    );
  }
  if (entry.state === 'running') entry.readsItself = true;
  count(analysis, entry.expansion + 1);
  return entry.columns;
}

function judge(analysis: QueryAnalysis, entry: CommonTableEntry): void {
  const { table, ctes } = entry;
  const before = analysis.expansion;
  analysis.expansion = 0;
  entry.state = 'running';
  const columns = analysis.columnsOf(table.select, { ctes, outer: undefined }, (grown) => {
    entry.columns = named(table, grown);
  });
  const final = named(table, columns);
  if (entry.readsItself) checkSteady(table, entry.columns ?? [], final);
  entry.columns = final;
  entry.state = 'done';
  entry.expansion = analysis.expansion;
  analysis.expansion = before;
}

/** A table that reads itself was judged by its first SELECTs: what the last one gives must be of the same types. */
function checkSteady(table: CommonTable, first: readonly NamedValue[], final: readonly NamedValue[]): void {
  const changed = final.find(({ value }, index) => value.type !== first[index]?.value.type);
  if (changed === undefined) return;
  throw refusal(
    'sql.mixed-types',
    `the column ${shown(changed.name)} of ${shown(table.name)} changes its type from row to row; give the first rows the type of the others, as dec(1) for a decimal`,
  );
}

function named({ name, columns }: CommonTable, found: readonly NamedValue[]): readonly NamedValue[] {
  if (columns === undefined) return withSingleNames(found);
  if (columns.length !== found.length) {
    throw refusal(
      'sql.arguments',
      `${shown(name)} has ${columns.length} column names for ${found.length} columns`,
    );
  }
  return found.map(({ value }, index) => ({ name: columns[index] ?? '', value }));
}

/** The columns of a subquery as SQLite names them: a second `x` is `x:1`. */
export function withSingleNames(columns: readonly NamedValue[]): readonly NamedValue[] {
  const taken = new Set<string>();
  return columns.map(({ name, value }) => {
    const base = name.replace(/:\d+$/, '');
    let single = name;
    for (let again = 1; taken.has(single.toLowerCase()); again += 1) {
      // From there on SQLite takes random numbers.
      if (again > 3)
        throw refusal(
          'sql.ambiguous-column',
          `a subquery has more than four columns ${shown(name)}; give them aliases`,
        );
      single = `${base}:${again}`;
    }
    taken.add(single.toLowerCase());
    return { name: single, value };
  });
}

function count(analysis: QueryAnalysis, tables: number): void {
  analysis.expansion += tables;
  if (analysis.expansion > widestExpansion) {
    throw refusal(
      'sql.too-large',
      `it reads more than ${widestExpansion} tables when its common table expressions are written out; name them less often`,
    );
  }
}

function unknownTable(
  name: string,
  ctes: ReadonlyMap<string, CommonTableEntry>,
  amended: (near: string) => string,
): Error {
  const names = [...[...ctes.values()].map(({ table }) => table.name), ...datasetTableNames];
  const near = nearestName(name, names);
  const meant = near === undefined ? '' : ` did you mean ${near}?`;
  const why = `it reads the table ${shown(name)}, which is not a dataset;${meant} there are ${names.join(', ')}`;
  return refusal('sql.unknown-table', why, near === undefined ? undefined : amended(near));
}
