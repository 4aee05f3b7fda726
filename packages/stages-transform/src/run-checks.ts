import { EngineError, type Instant } from '@daybook/kernel';
import type { CheckDatabase, CheckRows } from './check-database.ts';

/** Rows beyond these are not counted: a check that finds so many has long failed. */
const limits = { maxRows: 10_000, maxBytes: 4 * 1024 * 1024 };

/** A check in SQL. */
export interface SqlCheck {
  readonly name: string;
  readonly sql: string;
}

/**
 * Runs checks against one state of the database.
 * @returns what each found, by its name.
 * @throws {EngineError} `report.query-rejected` or `report.query-failed`, naming the check.
 */
export async function runChecks(
  database: CheckDatabase,
  checks: readonly SqlCheck[],
  { asOf, signal }: { readonly asOf: Instant; readonly signal: AbortSignal },
): Promise<ReadonlyMap<string, CheckRows>> {
  if (checks.length === 0) return new Map();
  // Under the names of the checks, because messages name the query.
  const queries = checks.map(({ name, sql }) => [name, { sql, params: { as_of: asOf } }] as const);
  const results = await database.readAll(Object.fromEntries(queries), { ...limits, signal });
  return new Map(checks.map(({ name }) => [name, resultOf(results, name)]));
}

/** A check that was not run has not passed. */
function resultOf(results: Readonly<Record<string, CheckRows>>, name: string): CheckRows {
  const result = Object.hasOwn(results, name) ? results[name] : undefined;
  if (result !== undefined) return result;
  throw new EngineError('report.query-failed', `The check "${name}" gave no result. Run the step again.`);
}
