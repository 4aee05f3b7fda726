import { isJsonList, isJsonObject, type JsonValue, sqlProblem } from '@daybook/kernel';
import { findLiteralFields, type ParamsFinding, type ParamsJudge } from '@daybook/policy';

/** Finds names that occur twice, SQL that is no query, and comparisons of what no step gave. */
export const judgeAssert: ParamsJudge = (params) => [
  ...findCheckProblems(params),
  ...checksOf(params).flatMap((check, index) =>
    isJsonObject(check) ? findLiteralFields(check['condition'], ['checks', index, 'condition']) : [],
  ),
];

/** What is wrong with checks whether their references are resolved or not. */
export function findCheckProblems(params: JsonValue): readonly ParamsFinding[] {
  const names = new Set<string>();
  return checksOf(params).flatMap((check, index): readonly ParamsFinding[] => {
    if (!isJsonObject(check)) return [];
    const { name, sql } = check;
    const findings: ParamsFinding[] = [];
    if (typeof name === 'string' && names.has(name)) {
      const message = `Two checks have the name "${name.slice(0, 128)}": give each its own.`;
      findings.push({ path: ['checks', index, 'name'], code: 'assert.name-duplicate', message });
    }
    if (typeof name === 'string') names.add(name);
    const problem = typeof sql === 'string' && sql !== '' ? sqlProblem(sql) : undefined;
    if (problem !== undefined) findings.push({ path: ['checks', index, 'sql'], ...problem });
    return findings;
  });
}

function checksOf(params: JsonValue): readonly JsonValue[] {
  const checks = isJsonObject(params) ? params['checks'] : undefined;
  return isJsonList(checks) ? checks : [];
}
