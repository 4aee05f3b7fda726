import type { PolicyDetail, PolicySummary } from '@daybook/api-contract';
import type { Command } from '../command-line/command.ts';
import { fireNoteWords } from '../command-line/fire-note-words.ts';
import { findPolicy, listPolicies } from '../command-line/save-policy.ts';
import { withSession } from '../command-line/session.ts';
import { toTable } from '../command-line/table.ts';
import type { Terminal } from '../command-line/terminal.ts';
import { printable } from '../command-line/terminal-text.ts';
import { type ExitCode, exitCodes } from '../exit-code.ts';

/** `daybook policies`: all of them; `daybook policies show NAME`: one with its steps. */
export async function policiesCommand(
  command: Extract<Command, { kind: 'policies' }>,
  terminal: Terminal,
): Promise<ExitCode> {
  return withSession(terminal, async ({ client }) => {
    const shown =
      command.name === undefined ? await listPolicies(client) : await findPolicy(client, command.name);
    if (command.json) terminal.print(JSON.stringify(shown, null, 2));
    else for (const line of describe(shown)) terminal.print(printable(line));
    return exitCodes.success;
  });
}

function describe(shown: readonly PolicySummary[] | PolicyDetail): readonly string[] {
  if ('plan' in shown) return describeOne(shown);
  if (shown.length === 0) return ['No policies yet. Store one with: daybook run POLICY.json'];
  return toTable(
    ['name', 'standing', 'version', 'schedule', 'next'],
    shown.map((policy) => [
      policy.name,
      policy.standing + (policy.enabled ? '' : ', off'),
      policy.proposed_version === null
        ? String(policy.newest_version)
        : `${policy.approved_version ?? '–'} (${policy.proposed_version} waits)`,
      policy.schedule === null ? 'by hand' : `${policy.schedule.words} (${policy.schedule.timezone})`,
      policy.next_fire?.local ?? '–',
    ]),
  );
}

function describeOne({ name, standing, version, plan, next_fires: fires, issues, link }: PolicyDetail) {
  return [
    `${name}: ${standing}, version ${version.version} (${version.verdict})`,
    `  runs: ${plan.when}`,
    ...fires.map(({ local, note }) => `        ${local}${note === null ? '' : `  ${fireNoteWords[note]}`}`),
    ...plan.steps.map(({ id, words }) => `  ${id}: ${words}`),
    ...issues.map(({ message }) => `  warning: ${message}`),
    `  see:  ${link}`,
  ];
}
