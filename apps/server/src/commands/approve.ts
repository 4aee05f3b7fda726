import { type PolicyDetail, routes } from '@daybook/api-contract';
import { EngineError } from '@daybook/kernel';
import type { Command } from '../command-line/command.ts';
import { diffLines } from '../command-line/diff-lines.ts';
import { findPolicy } from '../command-line/save-policy.ts';
import { withSession } from '../command-line/session.ts';
import type { Terminal } from '../command-line/terminal.ts';
import { printable } from '../command-line/terminal-text.ts';
import { type ExitCode, exitCodes } from '../exit-code.ts';

/**
 * `daybook approve`: shows what a version does and what changed, and approves it when a person at a terminal types the
 * beginning of its hash.
 * @throws {EngineError} `approval.required` when no person is there, or the person typed something else.
 */
export async function approveCommand(
  command: Extract<Command, { kind: 'approve' }>,
  terminal: Terminal,
): Promise<ExitCode> {
  const { ask } = terminal;
  if (ask === undefined) {
    throw new EngineError(
      'approval.required',
      'Approving needs a person at a terminal: start "daybook approve" there, or approve in the GUI.',
    );
  }
  return withSession(terminal, async (session) => {
    const policy = await findPolicy(session.client, command.name);
    const { hash, version } = policy.version;
    if (policy.approved_version === version && !policy.needs_renewal) {
      terminal.print(printable(`Version ${version} of "${policy.name}" is approved already.`));
      return exitCodes.success;
    }
    if (hash === null) {
      throw new EngineError('policy.invalid', `This release cannot read version ${version}; save it anew.`);
    }
    for (const line of describe(policy)) terminal.note(printable(line));
    const typed = await ask(`To approve, type the first eight characters of the hash, ${hash}: `);
    if (typed.trim().toLowerCase() !== hash.slice(0, 8)) {
      throw new EngineError(
        'approval.required',
        'That is not the beginning of the hash; nothing was approved.',
      );
    }
    const approved = await session.client.call(routes.approvePolicy, {
      params: { id: policy.id },
      body: { hash },
    });
    terminal.print(
      command.json
        ? JSON.stringify({ id: approved.id, name: approved.name, version, hash, approved: true }, null, 2)
        : printable(`Approved: version ${version} of "${policy.name}".`),
    );
    return exitCodes.success;
  });
}

function describe({
  name,
  version,
  plan,
  issues,
  approved,
  next_fires: fires,
}: PolicyDetail): readonly string[] {
  return [
    `${name}, version ${version.version}, written by ${version.created_by}`,
    `  runs: ${plan.when}`,
    ...fires.slice(0, 3).map(({ local }) => `        ${local}`),
    ...plan.steps.map(({ id, words }) => `  ${id}: ${words}`),
    ...(plan.recipients.length === 0 ? [] : [`  gets mail: ${plan.recipients.join(', ')}`]),
    ...issues.map(({ message }) => `  warning: ${message}`),
    '',
    approved === null ? 'The document:' : `What changed since version ${approved.version}, which runs now:`,
    ...diffLines(
      approved === null ? '' : JSON.stringify(approved.document, null, 2),
      JSON.stringify(version.document, null, 2),
    ),
    '',
  ];
}
