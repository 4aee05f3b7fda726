import { describeCron, type Issue, parseCron, type Policy } from '@daybook/policy';
import { z } from 'zod';
import type { Command } from '../command-line/command.ts';
import { type ExitCode, exitCodes } from '../exit-code.ts';
import { createApplicationParser } from '../policy-parser.ts';
import { describeIssue, readPolicyText } from '../command-line/read-policy-file.ts';
import type { Terminal } from '../command-line/terminal.ts';
import { counted, printable } from '../command-line/terminal-text.ts';

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
    if (parsed.ok) for (const line of describePolicy(parsed.policy)) terminal.print(printable(line));
  }
  return parsed.ok ? exitCodes.success : exitCodes.usage;
}

const schedule = z.object({
  trigger: z
    .object({
      cron: z.string().optional(),
      timezone: z.string(),
      day_match: z.enum(['any', 'all']).optional(),
      calendar: z.object({ mic: z.string(), after_close: z.string().optional() }).optional(),
    })
    .optional(),
});

/** When it runs and what it does, in words, for an author who wants to see what was understood. */
function describePolicy({ document, order }: Policy): readonly string[] {
  const { trigger } = schedule.parse(document);
  const steps = `  steps: ${order.join(' → ')}`;
  if (trigger === undefined) return ['  runs: only by hand', steps];
  const { cron, timezone, calendar } = trigger;
  const parsed = cron === undefined ? undefined : parseCron(cron, trigger.day_match);
  const when =
    parsed?.ok === true
      ? describeCron(parsed.cron)
      : `${calendar?.after_close} after the close of ${calendar?.mic}`;
  return [`  runs: ${when} (${timezone})`, steps];
}

function summary(valid: boolean, issues: readonly Issue[]): string {
  const errors = issues.filter(({ severity }) => severity === 'error').length;
  const found = [counted(errors, 'error'), counted(issues.length - errors, 'warning')];
  return valid ? `valid${issues.length === 0 ? '' : `, with ${found[1]}`}` : `not valid: ${found.join(', ')}`;
}
