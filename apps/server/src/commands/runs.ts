import { type RunDetail, routes, type RunSummary } from '@daybook/api-contract';
import type { Command } from '../command-line/command.ts';
import { createProgress } from '../command-line/progress.ts';
import { withSession } from '../command-line/session.ts';
import { toTable } from '../command-line/table.ts';
import type { Terminal } from '../command-line/terminal.ts';
import { printable } from '../command-line/terminal-text.ts';
import { type ExitCode, exitCodes } from '../exit-code.ts';

/** `daybook runs`: the latest fifty; `daybook runs show ID`: one with its steps. */
export async function runsCommand(
  command: Extract<Command, { kind: 'runs' }>,
  terminal: Terminal,
): Promise<ExitCode> {
  return withSession(terminal, async ({ client }) => {
    if (command.id === undefined) {
      const { items, next_cursor: more } = await client.call(routes.listRuns, {});
      if (command.json) terminal.print(JSON.stringify(items, null, 2));
      else for (const line of describeList(items)) terminal.print(printable(line));
      if (more !== null) terminal.note('There are older runs; the GUI shows all.');
    } else {
      const run = await client.call(routes.getRun, { params: { id: command.id } });
      if (command.json) terminal.print(JSON.stringify(run, null, 2));
      else show(run, terminal);
    }
    return exitCodes.success;
  });
}

function describeList(runs: readonly RunSummary[]): readonly string[] {
  if (runs.length === 0) return ['No runs yet. Start one with: daybook run NAME'];
  return toTable(
    ['run', 'policy', 'state', 'cause', 'for', 'ended'],
    runs.map((run) => [
      run.id,
      `${run.policy_name} v${run.policy_version}`,
      run.state,
      `${run.cause} (${run.actor})`,
      run.scheduled_for,
      run.finished_at ?? '–',
    ]),
  );
}

function show(run: RunDetail, terminal: Terminal): void {
  terminal.print(printable(`${run.policy_name}, version ${run.policy_version}: ${run.state}`));
  terminal.print(printable(`  ${run.cause}, by ${run.actor}, for ${run.scheduled_for}`));
  createProgress(terminal.print)({ kind: 'run', run });
  terminal.print(`  see: ${run.link}`);
}
