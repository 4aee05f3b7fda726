import { existsSync } from 'node:fs';
import { ApiError } from '@daybook/api-contract';
import { toEngineError } from '@daybook/kernel';
import { type Command, parseCommand } from './command-line/command.ts';
import { environmentSecrets } from './logging/environment-secrets.ts';
import { createRedactor, type Redactor } from './logging/redact.ts';
import { createSecretRegistry } from './logging/secret-registry.ts';
import { type ExitCode, exitCodeOfError, exitCodeOfRefusal, exitCodes } from './exit-code.ts';
import type { Terminal } from './command-line/terminal.ts';
import { printable } from './command-line/terminal-text.ts';
import { usage } from './command-line/usage.ts';
import { dataFolder } from './data-folder.ts';
import { keyFilesOf } from './database-key.ts';

/** Runs one command and gives back what the process should end with; never rejects. */
export async function main(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  try {
    return await dispatch(args, terminal);
  } catch (thrown) {
    return report(thrown, args.includes('--json'), terminal);
  }
}

async function dispatch(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const command = parseCommand(args);
  if (!withoutDatabase.has(command.kind)) await settleInterruptedKeyChange(terminal);
  switch (command.kind) {
    case 'help':
      terminal.print(usage.trimEnd());
      return exitCodes.success;
    case 'version':
      terminal.print((await import('./surroundings.ts')).ownVersion());
      return exitCodes.success;
    // The engine is loaded by what needs it: a typo or --help is answered at once.
    case 'run':
      return (await import('./commands/run.ts')).runCommand(command, terminal);
    case 'validate':
      return (await import('./commands/validate.ts')).validateCommand(command, terminal);
    case 'next':
      return (await import('./commands/next.ts')).nextCommand(command, terminal);
    case 'backfill':
      return (await import('./commands/backfill.ts')).backfillCommand(command, terminal);
    case 'schedule':
      return (await import('./commands/schedule.ts')).scheduleCommand(command, terminal);
    case 'demo':
      return (await import('./commands/demo.ts')).demoCommand(command, terminal);
    case 'serve':
      return (await import('./commands/serve.ts')).serveCommand(command, terminal);
    case 'mcp':
      return (await import('./commands/mcp.ts')).mcpCommand(command, terminal);
    case 'approve':
      return (await import('./commands/approve.ts')).approveCommand(command, terminal);
    case 'token-create':
      return (await import('./commands/token.ts')).tokenCommand(command, terminal);
    case 'policies':
      return (await import('./commands/policies.ts')).policiesCommand(command, terminal);
    case 'runs':
      return (await import('./commands/runs.ts')).runsCommand(command, terminal);
    case 'sql':
      return (await import('./commands/sql.ts')).sqlCommand(command, terminal);
    case 'datasets':
      return (await import('./commands/datasets.ts')).datasetsCommand(command, terminal);
    case 'backup':
      return (await import('./commands/backup.ts')).backupCommand(command, terminal);
    case 'restore':
      return (await import('./commands/restore.ts')).restoreCommand(command, terminal);
    case 'verify':
      return (await import('./commands/verify.ts')).verifyCommand(command, terminal);
    case 'key':
      return (await import('./commands/key.ts')).keyCommand(command, terminal);
    case 'retention':
      return (await import('./commands/retention.ts')).retentionCommand(command, terminal);
    case 'service':
      return (await import('./commands/service.ts')).serviceCommand(command, terminal);
    case 'power':
      return (await import('./service/power-command.ts')).powerCommand(command, terminal);
  }
}

/** Commands that leave the database of the data folder alone. */
const withoutDatabase: ReadonlySet<Command['kind']> = new Set([
  'help',
  'version',
  'validate',
  'next',
  'demo',
  'service',
  'power',
]);

/** A process that died while it changed the key may have left two; the database tells which one is its own. */
async function settleInterruptedKeyChange({ environment, platform }: Terminal): Promise<void> {
  const folder = dataFolder(environment, platform);
  const { nextKey, nextSalt } = keyFilesOf(folder);
  if (!existsSync(nextKey) && !existsSync(nextSalt)) return;
  await (await import('./key-change.ts')).settleKeyChange(folder, environment);
}

/** Every failure is told once: as a sentence on standard error, or as the one JSON document on standard output. */
function report(thrown: unknown, json: boolean, terminal: Terminal): ExitCode {
  if (thrown instanceof ApiError) {
    const { detail, code, advice, issues, details } = thrown.problem;
    const facts = { ...details, ...(issues.length === 0 ? {} : { issues }) };
    tell({ code, message: detail, advice, details: facts }, json, terminal);
    return exitCodeOfRefusal(thrown);
  }
  const error = toEngineError(thrown);
  const { code, message, advice, details = {} } = error;
  tell({ code, message, advice: advice.kind, details }, json, terminal);
  if (!json && code === 'engine.unexpected' && error.cause instanceof Error) {
    terminal.note(error.cause.stack ?? '');
  }
  return exitCodeOfError(code);
}

interface Failure {
  readonly code: string;
  readonly message: string;
  readonly advice: string;
  readonly details: Readonly<Record<string, unknown>>;
}

function tell({ details, ...failure }: Failure, json: boolean, terminal: Terminal): void {
  const redactor = redactorOf(terminal);
  if (!json) {
    terminal.note(printable(redactor.text(`daybook: ${failure.message}`)));
    const { suggestion } = details;
    if (typeof suggestion === 'string')
      terminal.note(printable(redactor.text(`write instead:\n${suggestion}`)));
    return;
  }
  const error = { ...failure, ...(Object.keys(details).length === 0 ? {} : { details }) };
  terminal.print(redactor.text(JSON.stringify({ error }, null, 2)));
}

/** A failure can come before anything else of the process is known, but its environment is. */
function redactorOf({ environment }: Terminal): Redactor {
  const secrets = createSecretRegistry();
  for (const secret of environmentSecrets(environment)) secrets.add(secret);
  return createRedactor(secrets);
}
