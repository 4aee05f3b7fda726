import { routes, type ScheduleDocument } from '@daybook/api-contract';
import type { Command } from '../command-line/command.ts';
import { fireNoteWords } from '../command-line/fire-note-words.ts';
import { withSession } from '../command-line/session.ts';
import { toTable } from '../command-line/table.ts';
import type { Terminal } from '../command-line/terminal.ts';
import { printable } from '../command-line/terminal-text.ts';
import { type ExitCode, exitCodes } from '../exit-code.ts';

/** `daybook schedule`: what became of the latest slots, and what is due in the coming days. */
export async function scheduleCommand(
  command: Extract<Command, { kind: 'schedule' }>,
  terminal: Terminal,
): Promise<ExitCode> {
  return withSession(terminal, async (session) => {
    const document = await session.client.call(routes.getSchedule, { query: { days: command.days } });
    if (command.json) terminal.print(JSON.stringify(document, null, 2));
    else for (const line of describe(document, command.days)) terminal.print(printable(line));
    return exitCodes.success;
  });
}

/** As many past slots as a person looks at. */
const shownPast = 10;

function describe({ coming, past, truncated }: ScheduleDocument, days: number): readonly string[] {
  const latest = past.slice(0, shownPast).toReversed();
  const due = coming.map(({ local, at, policy_name: name, note }) => [
    local,
    at,
    name,
    note === null ? '' : fireNoteWords[note],
  ]);
  return [
    ...(latest.length === 0
      ? []
      : ['Latest slots:', ...indent(toTable(pastHeading, latest.map(toPastRow))), '']),
    ...(due.length === 0
      ? [
          `Nothing is due in the next ${days} days. Only enabled, approved policies with a trigger are listed.`,
        ]
      : [`Due in the next ${days} days:`, ...indent(toTable(['local', 'utc', 'policy', ''], due))]),
    ...(truncated ? [`There is more than these ${due.length}; ask for fewer days.`] : []),
  ];
}

const pastHeading = ['for', 'policy', 'became', 'run'];

function toPastRow(slot: ScheduleDocument['past'][number]): readonly string[] {
  const { scheduled_for: time, policy_name: name, state, reason, run_id: run } = slot;
  return [time, name, reason === null ? state : `${state}: ${reason}`, run ?? '–'];
}

const indent = (lines: readonly string[]) => lines.map((line) => `  ${line}`);
