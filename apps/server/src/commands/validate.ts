import { createQueryCheck, createSandbox } from '@daybook/persistence';
import type { Issue, Policy } from '@daybook/policy';
import type { Command } from '../command-line/command.ts';
import { createPolicySqlCompiler } from '../compile-sql.ts';
import { policyTiming } from '../engine/policy-timing.ts';
import { type ExitCode, exitCodes } from '../exit-code.ts';
import { createApplicationParser } from '../policy-parser.ts';
import { describeIssue, readPolicyText } from '../command-line/read-policy-file.ts';
import type { Terminal } from '../command-line/terminal.ts';
import { counted, printable } from '../command-line/terminal-text.ts';

/**
 * `daybook validate`: every issue of a policy file, with its place and the way to mend it. Opens no database.
 * @throws {EngineError} `policy.unreadable` when there is no such text file.
 */
export async function validateCommand(
  command: Extract<Command, { kind: 'validate' }>,
  terminal: Terminal,
): Promise<ExitCode> {
  const parsed = createApplicationParser()(readPolicyText(command.policyFile));
  const compiled = parsed.ok ? await compileQueries(parsed.policy) : [];
  const issues = [...parsed.issues, ...compiled];
  const valid = parsed.ok && compiled.length === 0;
  if (command.json) {
    terminal.print(JSON.stringify({ valid, issues }, null, 2));
  } else {
    for (const issue of issues)
      terminal.print(printable(`${issue.severity}: ${describeIssue(issue).trim()}`));
    terminal.print(summary(valid, issues));
    if (valid) for (const line of describePolicy(parsed.policy)) terminal.print(printable(line));
  }
  return valid ? exitCodes.success : exitCodes.usage;
}

/** In a sandbox of its own, which starts only for a policy that has queries. */
async function compileQueries(policy: Policy): Promise<readonly Issue[]> {
  const sandbox = createSandbox();
  try {
    return await createPolicySqlCompiler(createQueryCheck(sandbox))(policy);
  } finally {
    await sandbox.close();
  }
}

/** When it runs and what it does, in words, for an author who wants to see what was understood. */
function describePolicy({ document, order }: Policy): readonly string[] {
  const timing = policyTiming(document);
  const when = timing === null ? 'only by hand' : `${timing.words} (${timing.timing.timezone})`;
  return [`  runs: ${when}`, `  steps: ${order.join(' → ')}`];
}

function summary(valid: boolean, issues: readonly Issue[]): string {
  const errors = issues.filter(({ severity }) => severity === 'error').length;
  const found = [counted(errors, 'error'), counted(issues.length - errors, 'warning')];
  return valid ? `valid${issues.length === 0 ? '' : `, with ${found[1]}`}` : `not valid: ${found.join(', ')}`;
}
