import { compareWithEach } from './compare-values.ts';
import { checkCondition } from './condition-check.ts';
import type { CaseNode } from '../parse/query-tree.ts';
import type { QueryAnalysis } from '../query-analysis.ts';
import type { Scope } from '../scope.ts';
import type { Value } from './sql-type.ts';
import { unifyValues } from './unify-values.ts';

/** The value of CASE: what its branches have in common. The caller makes a decimal compare by value. */
export function valueOfCase(analysis: QueryAnalysis, node: CaseNode, scope: Scope): Value {
  checkBranches(analysis, node, scope);
  const results = [
    ...node.branches.map(({ result }) => result),
    ...(node.otherwise === undefined ? [] : [node.otherwise]),
  ];
  return unifyValues(
    analysis,
    results.map((result) => ({ value: analysis.valueOf(result, scope, 'bare'), node: result })),
  );
}

function checkBranches(analysis: QueryAnalysis, node: CaseNode, scope: Scope): void {
  const { base } = node;
  if (base === undefined) {
    for (const { when } of node.branches) checkCondition(analysis, when, scope);
    return;
  }
  const whens = node.branches.map(({ when }) => ({ value: analysis.valueOf(when, scope), node: when }));
  compareWithEach(analysis, 'equality', {
    left: { value: analysis.valueOf(base, scope), node: base },
    rights: whens,
  });
}
