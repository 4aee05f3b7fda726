import type { Issue } from '@daybook/policy';
import type { Command } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-code.ts';
import { createApplicationParser } from '../policy-parser.ts';
import { describeIssue, readPolicyText } from '../read-policy-file.ts';
import type { Terminal } from '../terminal.ts';
import { counted, printable } from '../terminal-text.ts';

/**
 * `daybook validate`: every issue of a policy file, with its place and the way to mend it. Opens no database.
 * @throws {EngineError} `policy.unreadable` when there is no such text file.
 */
export function validateCommand(
  command: Extract<Command, { kind: 'validate' }>,
  terminal: Terminal,
): ExitCode {
  const parsed = createApplicationParser()(readPolicyText(command.policyFile));
  if (command.json) {
    terminal.print(JSON.stringify({ valid: parsed.ok, issues: parsed.issues }, null, 2));
  } else {
    for (const issue of parsed.issues)
      terminal.print(printable(`${issue.severity}: ${describeIssue(issue).trim()}`));
    terminal.print(summary(parsed.ok, parsed.issues));
  }
  return parsed.ok ? exitCodes.success : exitCodes.usage;
}

function summary(valid: boolean, issues: readonly Issue[]): string {
  const errors = issues.filter(({ severity }) => severity === 'error').length;
  const found = [counted(errors, 'error'), counted(issues.length - errors, 'warning')];
  return valid ? `valid${issues.length === 0 ? '' : `, with ${found[1]}`}` : `not valid: ${found.join(', ')}`;
}
