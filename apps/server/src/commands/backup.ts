import { resolve } from 'node:path';
import { backupDatabase } from '@daybook/persistence';
import type { Command } from '../command-line/command.ts';
import { findExistingDatabase } from '../command-line/existing-database.ts';
import { spelledBytes } from '../command-line/terminal-text.ts';
import type { Terminal } from '../command-line/terminal.ts';
import { type ExitCode, exitCodes } from '../exit-code.ts';

/**
 * `daybook backup`: writes an encrypted copy of the database, also while a server runs, and reads it again.
 * @throws {EngineError} `usage.invalid` when the file exists; `store.failed` when it can't be written.
 */
export async function backupCommand(
  command: Extract<Command, { kind: 'backup' }>,
  terminal: Terminal,
): Promise<ExitCode> {
  const { file, key } = findExistingDatabase(terminal);
  const backup = await backupDatabase({ file, key, target: resolve(command.file) });
  if (command.json) {
    const { schemaVersion, ...rest } = backup;
    terminal.print(JSON.stringify({ ...rest, schema_version: schemaVersion }, null, 2));
    return exitCodes.success;
  }
  terminal.print(backup.file);
  terminal.print(`  size     ${spelledBytes(backup.bytes)} (${backup.bytes})`);
  terminal.print(`  SHA-256  ${backup.sha256}`);
  terminal.note(
    'It opens with the key of the database and nothing else: keep the recovery key (daybook key show) elsewhere.',
  );
  return exitCodes.success;
}
