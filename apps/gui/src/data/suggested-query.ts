import type { Problem } from '@daybook/api-contract';

/** The query to write instead of a refused one; `null` where the server knows none. */
export function suggestedQuery({ issues }: Problem): string | null {
  return (
    issues.find(({ pointer, suggestion }) => pointer === '/sql' && suggestion !== undefined)?.suggestion ??
    null
  );
}

/** The problem without what its own words say already. */
export function withoutRepetition(problem: Problem): Problem {
  return { ...problem, issues: problem.issues.filter(({ message }) => message !== problem.detail) };
}
