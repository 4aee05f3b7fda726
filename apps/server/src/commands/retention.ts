import { createRetention, openDatabase, type Removable } from '@daybook/persistence';
import type { Command } from '../command-line/command.ts';
import { findExistingDatabase } from '../command-line/existing-database.ts';
import { counted, spelledBytes } from '../command-line/terminal-text.ts';
import type { Terminal } from '../command-line/terminal.ts';
import { type ExitCode, exitCodes } from '../exit-code.ts';
import { systemClock } from '../system-clock.ts';

/**
 * `daybook retention`: what nothing leads to any more, and with `--apply` removes it.
 * @throws {EngineError} `store.busy` when it is to be removed while a run is under way.
 */
export async function retentionCommand(
  { days, keepVersions, apply, json }: Extract<Command, { kind: 'retention' }>,
  terminal: Terminal,
): Promise<ExitCode> {
  const { file, key } = findExistingDatabase(terminal);
  const database = await openDatabase({ file, key });
  try {
    const retention = createRetention(database);
    const now = systemClock.now();
    const rules = { days, keepVersions };
    const event = { at: now, actor: 'person:cli', action: 'retention.applied', subject: 'database' };
    const { payloads, artifacts } = apply
      ? await retention.apply(rules, event)
      : await retention.examine(rules, now);
    if (json) {
      const document = { applied: apply, days, keep_versions: keepVersions, payloads, artifacts };
      terminal.print(JSON.stringify(document, null, 2));
      return exitCodes.success;
    }
    terminal.print(`${apply ? 'Removed' : 'May go'}:`);
    terminal.print(`  ${spelled(payloads, 'payload')}, fetched more than ${counted(days, 'day')} ago`);
    terminal.print(
      `  ${spelled(artifacts, 'artifact')}, of reports with ${counted(keepVersions, 'newer version')}`,
    );
    terminal.note(
      apply
        ? 'The space is used again by the database; its file stays as large as it is.'
        : 'Nothing was removed; say --apply to do it.',
    );
    return exitCodes.success;
  } finally {
    await database.close();
  }
}

function spelled({ count, bytes }: Removable, noun: string): string {
  return `${counted(count, noun)} (${spelledBytes(bytes)})`;
}
