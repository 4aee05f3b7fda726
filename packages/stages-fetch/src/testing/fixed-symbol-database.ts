import type { SymbolDatabase, SymbolQuery, SymbolRows } from '../symbol-database.ts';

/** A symbol database that remembers what it was asked. */
export interface FixedSymbolDatabase extends SymbolDatabase {
  readonly asked: readonly Readonly<Record<string, SymbolQuery>>[];
}

/** Answers every query with the same rows, whatever it asks; a text stands for a row that holds it alone. */
export function createFixedSymbolDatabase(
  rows: readonly (string | SymbolRows['rows'][number])[] = [],
  truncated = false,
): FixedSymbolDatabase {
  const asked: Readonly<Record<string, SymbolQuery>>[] = [];
  const result: SymbolRows = { rows: rows.map((row) => (typeof row === 'string' ? [row] : row)), truncated };
  return {
    asked,
    readAll(queries) {
      asked.push(queries);
      return Promise.resolve(Object.fromEntries(Object.keys(queries).map((name) => [name, result])));
    },
  };
}
