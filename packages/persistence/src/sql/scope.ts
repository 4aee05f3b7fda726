import { nearestName } from '@daybook/kernel';
import type { CommonTable, NameNode } from './parse/query-tree.ts';
import { inPlace, quoted, refusal, shown } from './query-refusal.ts';
import type { NamedValue, Value } from './values/sql-type.ts';

/** A table of FROM as expressions see it. */
export interface ScopeTable {
  /** Its alias, or its name; `undefined` for a subquery without alias. */
  readonly name: string | undefined;
  readonly columns: readonly NamedValue[];
  /** Columns, in small letters, that are one with those of an earlier table: USING and NATURAL. */
  readonly shared: ReadonlySet<string>;
  /** Whether those shared columns may come from this table alone: RIGHT and FULL. */
  readonly keepsRight: boolean;
}

/** What tables there are to read where a SELECT stands. */
export interface TableScope {
  readonly ctes: ReadonlyMap<string, CommonTableEntry>;
  /** Whose columns it may use beside its own. */
  readonly outer: Scope | undefined;
}

/** A common table expression, analysed when it is first read. */
export interface CommonTableEntry {
  readonly table: CommonTable;
  /** Those around it, and those written together with it. */
  readonly ctes: ReadonlyMap<string, CommonTableEntry>;
  state: 'waiting' | 'running' | 'done';
  /** While running: those of its first SELECTs, for the one that reads the table itself. */
  columns: readonly NamedValue[] | undefined;
  readsItself: boolean;
  /** How many tables it reads when all is written out. */
  expansion: number;
}

/** What names mean in a part of a SELECT. */
export interface Scope extends TableScope {
  readonly tables: readonly ScopeTable[];
  /** Aliases of result columns, in small letters, where they may be used. */
  readonly aliases: ReadonlyMap<string, Value>;
  /** What the named windows are ordered by. */
  readonly windows: ReadonlyMap<string, readonly Value[]>;
}

/**
 * A column by its name, with the name as its table has it.
 * @param sql the query, for what is suggested when there is no such column.
 */
export function resolveName(node: NameNode, scope: Scope, sql: string): NamedValue {
  const column = node.column.toLowerCase();
  for (let at: Scope | undefined = scope; at !== undefined; at = at.outer) {
    const found = findColumn(node, at.tables);
    if (found !== undefined) return found;
    const alias = node.table === undefined ? at.aliases.get(column) : undefined;
    if (alias !== undefined) return { name: node.column, value: alias };
  }
  throw unknownColumn(node, scope, sql);
}

function findColumn(node: NameNode, tables: readonly ScopeTable[]): NamedValue | undefined {
  const table = node.table?.toLowerCase();
  const column = node.column.toLowerCase();
  let found: NamedValue | undefined;
  for (const candidate of tables) {
    if (table !== undefined && candidate.name?.toLowerCase() !== table) continue;
    const match = candidate.columns.find(({ name }) => name.toLowerCase() === column);
    if (match === undefined) continue;
    if (found !== undefined && table === undefined && candidate.shared.has(column)) {
      // SQLite then takes whichever side has it, and forgets the affinity of the column.
      if (candidate.keepsRight) found = { ...found, value: { ...found.value, affinity: 'unsure' } };
      continue;
    }
    if (found !== undefined) throw ambiguous(node, tables);
    found = match;
  }
  return found;
}

function ambiguous(node: NameNode, tables: readonly ScopeTable[]): Error {
  const having = tables.flatMap(({ name, columns }) =>
    name !== undefined && columns.some((column) => column.name.toLowerCase() === node.column.toLowerCase())
      ? [name]
      : [],
  );
  const written = having.map((name) => `${name}.${node.column}`).join(' or ');
  return refusal(
    'sql.ambiguous-column',
    `${shown(node.column)} may be the column of several tables; write ${written}`,
  );
}

function unknownColumn(node: NameNode, scope: Scope, sql: string): Error {
  const tables: ScopeTable[] = [];
  for (let at: Scope | undefined = scope; at !== undefined; at = at.outer) tables.push(...at.tables);
  const wanted = node.table?.toLowerCase();
  const named = tables.filter(({ name }) => wanted === undefined || name?.toLowerCase() === wanted);
  if (wanted !== undefined && named.length === 0) return unknownQualifier(node, tables, sql);
  const names = [...new Set(named.flatMap(({ columns }) => columns.map(({ name }) => name)))];
  const near = nearestName(node.column, names);
  const there =
    names.length === 0 ? 'there is no table in its FROM' : `the columns are ${names.slice(0, 40).join(', ')}`;
  const why = `it names the column ${shown(node.column)}, which is not there`;
  const qualifier = node.table === undefined ? '' : `${node.table}.`;
  if (near !== undefined) {
    return refusal(
      'sql.unknown-column',
      `${why}; did you mean ${near}? ${there}`,
      inPlace(sql, node, qualifier + near),
    );
  }
  if (!node.quoted) return refusal('sql.unknown-column', `${why}; ${there}`);
  const text = quoted(node.column);
  return refusal(
    'sql.unknown-column',
    `${why}; a text stands in single quotes: ${shown(text)}; ${there}`,
    inPlace(sql, node, text),
  );
}

function unknownQualifier(node: NameNode, tables: readonly ScopeTable[], sql: string): Error {
  const names = [...new Set(tables.flatMap(({ name }) => name ?? []))];
  const near = nearestName(node.table ?? '', names);
  const meant = near === undefined ? '' : ` did you mean ${near}.${node.column}?`;
  return refusal(
    'sql.unknown-column',
    `it names ${shown(node.table ?? '')}.${shown(node.column)}, and no table of that name is in its FROM;${meant} there: ${names.join(', ') || 'none'}`,
    near === undefined ? undefined : inPlace(sql, node, `${near}.${node.column}`),
  );
}
