import type { PowerEvent } from '@daybook/scheduler';
import type { Terminal } from '../command-line/terminal.ts';
import { printable } from '../command-line/terminal-text.ts';
import { type ExitCode, exitCodes } from '../exit-code.ts';
import type { PowerRequest } from './parse-service.ts';
import { reportPower } from './report-power.ts';
import { watchSleep } from './watch-sleep.ts';

/**
 * `daybook power suspend|resume`: tells the running server; without one it does nothing. `daybook power watch`: tells it
 * each time, until it is interrupted; ends with 1 when the machine's announcements end.
 * @throws {EngineError} `usage.invalid` when `watch` has no `gdbus`; others as {@link reportPower}.
 */
export async function powerCommand({ action, json }: PowerRequest, terminal: Terminal): Promise<ExitCode> {
  if (action !== 'watch') {
    const told = await reportPower(action, terminal);
    if (json) terminal.print(JSON.stringify({ event: action, told }));
    return exitCodes.success;
  }
  const { environment, signal, print, note } = terminal;
  await watchSleep({
    environment,
    signal,
    async onPower(event) {
      const told = await tellOrNote(event, terminal);
      if (json) print(JSON.stringify({ event, told }));
    },
  });
  if (signal.aborted) return exitCodes.success;
  note('The announcements of logind ended.');
  return exitCodes.failed;
}

/** A server that can't be told this time may be told the next. */
async function tellOrNote(event: PowerEvent, terminal: Terminal): Promise<boolean> {
  try {
    return await reportPower(event, terminal);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    terminal.note(printable(`The server could not be told of ${event}: ${reason}`));
    return false;
  }
}
