import type { CheckDatabase, CheckQuery, CheckRows } from '@daybook/stages-transform';

export interface AskedChecks extends CheckDatabase {
  /** What was asked, call by call. */
  readonly asked: Readonly<Record<string, CheckQuery>>[];
}

/** Answers with fixed rows, by the name of the check, and remembers what it was asked. */
export function createFixedChecks(results: Readonly<Record<string, CheckRows>> = {}): AskedChecks {
  const asked: Readonly<Record<string, CheckQuery>>[] = [];
  return {
    asked,
    readAll(queries) {
      asked.push(queries);
      return Promise.resolve(results);
    },
  };
}

/** A whole result with columns of these names. */
export function rowsOf(names: readonly string[], rows: CheckRows['rows']): CheckRows {
  return { columns: names.map((name) => ({ name })), rows, truncated: false };
}
