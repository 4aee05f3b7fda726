import type { Problem } from '@daybook/api-contract';

/** What is wrong with each field of a form, by the first name of the issue's pointer; issues elsewhere are left out. */
export function issuesByField(
  problem: Problem | null,
  fields: readonly string[],
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { pointer, message, suggestion } of problem?.issues ?? []) {
    const field = pointer.split('/')[1];
    if (field === undefined || !fields.includes(field)) continue;
    const hint = suggestion === undefined ? message : `${message} (${suggestion})`;
    const before = found.get(field);
    found.set(field, before === undefined ? hint : `${before}; ${hint}`);
  }
  return found;
}

/** Issues that no field of the form can show. */
export function issuesElsewhere(problem: Problem, fields: readonly string[]): Problem['issues'] {
  return problem.issues.filter(({ pointer }) => !fields.includes(pointer.split('/')[1] ?? ''));
}
