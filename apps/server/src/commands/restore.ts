import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { EngineError } from '@daybook/kernel';
import { restoreDatabase } from '@daybook/persistence';
import { createCheckProgress } from '../command-line/check-progress.ts';
import type { Command } from '../command-line/command.ts';
import { refuseWhileServed } from '../command-line/existing-database.ts';
import type { Terminal } from '../command-line/terminal.ts';
import { dataFolder } from '../data-folder.ts';
import { findExistingKey, keyFilesOf } from '../database-key.ts';
import { type ExitCode, exitCodes } from '../exit-code.ts';
import { systemClock } from '../system-clock.ts';

/**
 * `daybook restore`: puts a backup in the place of the database, which is kept beside it.
 * @throws {EngineError} `approval.required` without a person or `--yes`; `store.busy` while a server runs; and as the
 *   backup is: `store.key-rejected`, `store.damaged`.
 */
export async function restoreCommand(
  command: Extract<Command, { kind: 'restore' }>,
  terminal: Terminal,
): Promise<ExitCode> {
  const folder = dataFolder(terminal.environment, terminal.platform);
  const { database: file } = keyFilesOf(folder);
  const backup = resolve(command.file);
  refuseWhileServed(folder);
  const { key } = findExistingKey(file, terminal.environment);
  if (!command.yes) await confirm(terminal, backup, file);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { former, verification } = await restoreDatabase({
    backup,
    file,
    key,
    now: systemClock.now(),
    onProgress: createCheckProgress(terminal.note),
  });
  if (command.json) {
    terminal.print(JSON.stringify({ file, former, checks: verification.checks }, null, 2));
    return exitCodes.success;
  }
  terminal.print(`Restored ${file}`);
  if (former !== null) terminal.print(`The database of before is kept in ${former}`);
  terminal.note(
    'What was delivered since the backup was made is not known any more, and may be delivered again.',
  );
  return exitCodes.success;
}

async function confirm({ ask }: Terminal, backup: string, file: string): Promise<void> {
  if (ask === undefined) {
    throw new EngineError(
      'approval.required',
      'Restoring replaces the database: start it at a terminal, or say --yes.',
    );
  }
  const typed = await ask(`${backup} takes the place of ${file}, which is kept. Type restore to go on: `);
  if (typed.trim() === 'restore') return;
  throw new EngineError('approval.required', 'That is not the word; nothing was changed.');
}
