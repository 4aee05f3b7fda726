import { EngineError } from '@daybook/kernel';
import type { Command } from '../command.ts';
import { dataFolder, isTemporary } from '../data-folder.ts';
import { type ExitCode, exitCodeOfRun, exitCodes } from '../exit-code.ts';
import { createApplicationParser } from '../policy-parser.ts';
import { readPolicyFile } from '../read-policy-file.ts';
import { toRunDocument } from '../run-document.ts';
import { runOnTerminal } from '../run-policy-file.ts';
import type { Terminal } from '../terminal.ts';
import { printable } from '../terminal-text.ts';
import { prepareOutFolder } from '../write-artifacts.ts';

/**
 * `daybook run`: one run of a policy file. Everything that can be judged beforehand is, before anything is written.
 * @throws {EngineError} for a policy, folder or database that cannot be used, and `approval.required`.
 */
export async function runCommand(
  command: Extract<Command, { kind: 'run' }>,
  terminal: Terminal,
): Promise<ExitCode> {
  const policy = readPolicyFile(command.policyFile, createApplicationParser());
  const folder = dataFolder(terminal.environment, terminal.platform);
  requireConsent(command.yes, policy.name, folder);
  if (command.outFolder !== undefined) prepareOutFolder(command.outFolder);
  terminal.note(printable(`${policy.name}${command.asOf === undefined ? '' : `, as of ${command.asOf}`}`));
  const { run, artifacts } = await runOnTerminal(
    {
      policy,
      dataFolder: folder,
      fileFolder: terminal.environment['DAYBOOK_FILE_FOLDER'],
      asOf: command.asOf,
      outFolder: command.outFolder,
      warnAboutKey: true,
    },
    terminal,
  );
  if (command.json) terminal.print(JSON.stringify(toRunDocument(run, artifacts), null, 2));
  else {
    terminal.print(`${policy.name}: ${run.state.status}`);
    for (const { path } of artifacts) if (path !== null) terminal.print(path);
  }
  const problems = artifacts.flatMap(({ problem }) => problem ?? []);
  for (const problem of problems) terminal.note(printable(`daybook: ${problem}`));
  return problems.length === 0 ? exitCodeOfRun(run) : exitCodes.failed;
}

/** Until policies can be approved, only databases that are thrown away anyway may be run on by a flag. */
function requireConsent(yes: boolean, name: string, folder: string): void {
  if (!yes) {
    const message = `The policy "${name}" is not approved, and nothing ran. To try it out, set DAYBOOK_DATA_DIR to a folder under the system's temporary folder and add --yes.`;
    throw new EngineError('approval.required', message);
  }
  if (isTemporary(folder)) return;
  const message = `--yes is only for a database in a temporary folder, and ${folder} is none. Set DAYBOOK_DATA_DIR to a folder under the system's temporary folder.`;
  throw new EngineError('approval.required', message);
}
