import { readFileSync } from 'node:fs';
import { toEngineError } from '@daybook/kernel';
import { parseCommand } from './command.ts';
import { type ExitCode, exitCodeOfError, exitCodes } from './exit-code.ts';
import type { Terminal } from './terminal.ts';
import { printable } from './terminal-text.ts';
import { usage } from './usage.ts';

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
  switch (command.kind) {
    case 'help':
      terminal.print(usage.trimEnd());
      return exitCodes.success;
    case 'version':
      terminal.print(ownVersion());
      return exitCodes.success;
    // The engine is loaded by what needs it: a typo or --help is answered at once.
    case 'run':
      return (await import('./commands/run.ts')).runCommand(command, terminal);
    case 'validate':
      return (await import('./commands/validate.ts')).validateCommand(command, terminal);
    case 'demo':
      return (await import('./commands/demo.ts')).demoCommand(command, terminal);
  }
}

/** Every failure is told once: as a sentence on standard error, or as the one JSON document on standard output. */
function report(thrown: unknown, json: boolean, terminal: Terminal): ExitCode {
  const error = toEngineError(thrown);
  const { code, message, advice, details } = error;
  if (json) {
    const document = { code, message, advice: advice.kind, ...(details === undefined ? {} : { details }) };
    terminal.print(JSON.stringify({ error: document }, null, 2));
  } else {
    terminal.note(printable(`daybook: ${message}`));
    if (code === 'engine.unexpected' && error.cause instanceof Error) terminal.note(error.cause.stack ?? '');
  }
  return exitCodeOfError(code);
}

function ownVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  const version =
    typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : '';
  return String(version);
}
