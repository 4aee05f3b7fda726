import { EngineError, isJsonList, isJsonObject, toPointer } from '@daybook/kernel';
import type { CheckQuery } from '@daybook/persistence';
import type { Issue, Policy } from '@daybook/policy';
import { refusalOf } from './judge-sql.ts';
import { AS_OF, knownValues, membersOf, sqlOf } from './placed-sql.ts';

/**
 * The issues that show only when SQLite compiles the queries of a policy that has no others, such as an aggregate in a
 * WHERE: what would be refused in a run is not saved.
 */
export type CompilePolicySql = (policy: Policy) => Promise<readonly Issue[]>;

/** Compiles every query of a policy against empty tables. */
export function createPolicySqlCompiler(check: CheckQuery): CompilePolicySql {
  return async ({ document }) => {
    const steps = isJsonList(document['steps']) ? document['steps'] : [];
    const issues: Issue[] = [];
    for (const [index, step] of steps.entries()) {
      const { type, params } = membersOf(step);
      if (typeof type !== 'string' || params === undefined || !isJsonObject(params)) continue;
      for (const { path, sql, params: values } of sqlOf(type, params)) {
        if (typeof sql !== 'string') continue;
        const found = await problemsOf(check, sql, { ...knownValues(values), ...AS_OF });
        const pointer = toPointer(['steps', index, 'params', ...path]);
        issues.push(...found.map((problem): Issue => ({ pointer, severity: 'error', ...problem })));
      }
    }
    return issues;
  };
}

async function problemsOf(check: CheckQuery, sql: string, params: Parameters<CheckQuery>[1]) {
  try {
    await check(sql, params);
    return [];
  } catch (thrown) {
    if (!EngineError.isInstance(thrown) || !thrown.code.startsWith('report.')) throw thrown;
    // One that takes too long to compile would never run either.
    return thrown.code === 'report.query-failed'
      ? [{ code: 'sql.too-large', message: thrown.message }]
      : refusalOf(thrown, sql);
  }
}
