import { nextFireTimes } from '@daybook/scheduler';
import type { Command } from '../command-line/command.ts';
import { fireNoteWords } from '../command-line/fire-note-words.ts';
import { toTable } from '../command-line/table.ts';
import type { Terminal } from '../command-line/terminal.ts';
import { printable } from '../command-line/terminal-text.ts';
import { type ExitCode, exitCodes } from '../exit-code.ts';
import { systemClock } from '../system-clock.ts';

/**
 * `daybook next`: when a cron expression is due next. Opens no database.
 * @throws {EngineError} `usage.invalid` when the expression or the zone cannot be used.
 */
export function nextCommand(command: Extract<Command, { kind: 'next' }>, terminal: Terminal): ExitCode {
  const { cron, timezone, dayMatch, from = systemClock.now(), count } = command;
  const timing = { cron, timezone, ...(dayMatch === undefined ? {} : { dayMatch }) };
  const fires = nextFireTimes(timing, { from, count }).map(({ at, local, note }) => ({
    utc: at,
    local,
    ...(note === undefined ? {} : { note }),
  }));
  if (command.json) {
    terminal.print(JSON.stringify({ fires }, null, 2));
  } else {
    const rows = fires.map(({ utc, local, note }) => [
      utc,
      local,
      note === undefined ? '' : fireNoteWords[note],
    ]);
    for (const line of toTable(['utc', 'local', ''], rows)) terminal.print(printable(line));
    if (fires.length < count) terminal.print('It is due no more after that.');
  }
  return exitCodes.success;
}
