import { verifyDatabase } from '@daybook/persistence';
import { createCheckProgress, describeChecks } from '../command-line/check-progress.ts';
import type { Command } from '../command-line/command.ts';
import { findExistingDatabase } from '../command-line/existing-database.ts';
import type { Terminal } from '../command-line/terminal.ts';
import { type ExitCode, exitCodes } from '../exit-code.ts';

/**
 * `daybook verify`: reads the whole database and compares it with its hashes and rules; ends with 5 when something is
 * wrong.
 * @throws {EngineError} `store.key-rejected` or `store.damaged` when the database can't be opened at all.
 */
export async function verifyCommand(
  command: Extract<Command, { kind: 'verify' }>,
  terminal: Terminal,
): Promise<ExitCode> {
  const { file, key } = findExistingDatabase(terminal);
  const { ok, checks } = await verifyDatabase({ file, key, onProgress: createCheckProgress(terminal.note) });
  if (command.json) terminal.print(JSON.stringify({ ok, checks }, null, 2));
  else {
    for (const line of describeChecks(checks)) terminal.print(line);
    if (!ok) terminal.note('The database is damaged; put a backup in its place with daybook restore.');
  }
  return ok ? exitCodes.success : exitCodes.keyOrDatabase;
}
