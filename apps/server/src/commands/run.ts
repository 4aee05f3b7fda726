import { existsSync } from 'node:fs';
import { type Client, type PolicyDetail, type RunDetail, routes } from '@daybook/api-contract';
import { EngineError, type Instant } from '@daybook/kernel';
import type { Policy } from '@daybook/policy';
import type { Command } from '../command-line/command.ts';
import { followRun } from '../command-line/follow-run.ts';
import { readPolicyFile } from '../command-line/read-policy-file.ts';
import { toRunDocument } from '../command-line/run-document.ts';
import { findPolicy, savePolicyDocument } from '../command-line/save-policy.ts';
import { type CommandSession, withSession } from '../command-line/session.ts';
import type { Terminal } from '../command-line/terminal.ts';
import { printable } from '../command-line/terminal-text.ts';
import { prepareOutFolder, writeArtifacts, type WrittenArtifact } from '../command-line/write-artifacts.ts';
import { dataFolder, isTemporary } from '../data-folder.ts';
import { type ExitCode, exitCodeOfRun, exitCodes } from '../exit-code.ts';
import { createApplicationParser } from '../policy-parser.ts';

/**
 * `daybook run`: one run of a policy file, or of a stored policy. Everything that can be judged beforehand is, before
 * anything is written.
 * @throws {EngineError} for a policy, folder or database that cannot be used, and `approval.required`.
 */
export async function runCommand(
  command: Extract<Command, { kind: 'run' }>,
  terminal: Terminal,
): Promise<ExitCode> {
  const target = readTarget(command.policy);
  const folder = dataFolder(terminal.environment, terminal.platform);
  if (command.yes) requireTemporary(folder);
  if (command.outFolder !== undefined) prepareOutFolder(command.outFolder);
  return withSession(terminal, async (session) => {
    const { run, artifacts } = await runOnce(
      session,
      {
        target,
        approve: command.yes,
        dryRun: command.dryRun,
        asOf: command.asOf,
        outFolder: command.outFolder,
      },
      terminal,
    );
    if (command.json) terminal.print(JSON.stringify(toRunDocument(run, artifacts), null, 2));
    else {
      const remark = run.dry_run ? ' (dry run: nothing was changed, nothing was sent)' : '';
      terminal.print(printable(`${run.policy_name}: ${run.state}${remark}`));
      for (const { path } of artifacts) if (path !== null) terminal.print(path);
    }
    const problems = artifacts.flatMap(({ problem }) => problem ?? []);
    for (const problem of problems) terminal.note(printable(`daybook: ${problem}`));
    return problems.length === 0 ? exitCodeOfRun(run) : exitCodes.failed;
  });
}

/** What to run: a checked document, or the name of a stored policy. */
type Target =
  | { readonly kind: 'document'; readonly policy: Policy }
  | { readonly kind: 'stored'; readonly name: string };

/** One run as a command asks for it. */
export interface RunFromTerminal {
  readonly target: Target;
  /** Approves the version without a person; for databases that are thrown away. */
  readonly approve: boolean;
  /** Shows what would happen, and changes and sends nothing. */
  readonly dryRun: boolean;
  readonly asOf: Instant | undefined;
  /** Where to write the artifacts, beside the database. */
  readonly outFolder: string | undefined;
}

/** Saves, approves where that is allowed, runs with progress on standard error, and writes the artifacts. */
export async function runOnce(
  { client }: CommandSession,
  { target, approve, dryRun, asOf, outFolder }: RunFromTerminal,
  terminal: Terminal,
): Promise<{ readonly run: RunDetail; readonly artifacts: readonly WrittenArtifact[] }> {
  const policy =
    target.kind === 'stored'
      ? await findPolicy(client, target.name)
      : await savePolicyDocument(client, target.policy);
  // What is only shown needs no approval, and gets none.
  if (!dryRun && approve) await approveNewest(client, policy);
  else if (!dryRun && target.kind === 'document') requireApproval(policy);
  terminal.note(printable(`${policy.name}${asOf === undefined ? '' : `, as of ${asOf}`}`));
  const started = await client.call(routes.startRun, {
    params: { id: policy.id },
    body: { ...(dryRun ? { dry_run: true } : {}), ...(asOf === undefined ? {} : { as_of: asOf }) },
  });
  const run = await followRun(client, started, terminal);
  return { run, artifacts: await writeArtifacts(run, client, outFolder) };
}

function readTarget(text: string): Target {
  const isFile = existsSync(text) || /[/\\]|\.json$/i.test(text);
  if (!isFile) return { kind: 'stored', name: text };
  return { kind: 'document', policy: readPolicyFile(text, createApplicationParser()) };
}

async function approveNewest(client: Client, policy: PolicyDetail): Promise<void> {
  const { version } = policy;
  const isApproved = policy.approved_version === version.version && !policy.needs_renewal;
  if (isApproved || version.hash === null) return;
  await client.call(routes.approvePolicy, { params: { id: policy.id }, body: { hash: version.hash } });
}

/** A file asks for its own document to run, not for an older version that happens to be approved. */
function requireApproval({ name, version, approved_version: approved, link }: PolicyDetail): void {
  if (approved === version.version) return;
  const message = `The policy "${name}" is stored as version ${version.version}, which is not approved, and nothing ran. Approve it with: daybook approve ${JSON.stringify(name)}, or in the GUI at ${link}`;
  throw new EngineError('approval.required', message, { details: { link } });
}

function requireTemporary(folder: string): void {
  if (isTemporary(folder)) return;
  const message = `--yes is only for a database in a temporary folder, and ${folder} is none. Approve the policy with "daybook approve NAME", or set DAYBOOK_DATA_DIR to a folder under the system's temporary folder.`;
  throw new EngineError('approval.required', message);
}
