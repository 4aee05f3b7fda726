import { type Client, type PolicySlotDocument, type RunDetail, routes } from '@daybook/api-contract';
import { EngineError } from '@daybook/kernel';
import type { Command } from '../command-line/command.ts';
import { followRun } from '../command-line/follow-run.ts';
import { findPolicy } from '../command-line/save-policy.ts';
import { withSession } from '../command-line/session.ts';
import { toTable } from '../command-line/table.ts';
import type { Terminal } from '../command-line/terminal.ts';
import { counted, printable } from '../command-line/terminal-text.ts';
import { type ExitCode, exitCodeOfRun, exitCodes } from '../exit-code.ts';

/**
 * `daybook backfill`: lists the slots of a stretch of time, then runs those that never ran, in their order, each for its
 * own instant. It stops at the first run that does not succeed; the same command again goes on from there.
 * @throws {EngineError} `approval.required` when nobody is there to agree; and as a run is refused.
 */
export async function backfillCommand(
  command: Extract<Command, { kind: 'backfill' }>,
  terminal: Terminal,
): Promise<ExitCode> {
  return withSession(terminal, async ({ client }) => {
    const { id } = await findPolicy(client, command.name);
    const { items, truncated } = await client.call(routes.listPolicySlots, {
      params: { id },
      query: { from: command.from, until: command.until },
    });
    if (truncated) {
      throw new EngineError(
        'usage.invalid',
        `There are more than ${items.length} slots in that time; ask for a shorter one.`,
      );
    }
    for (const line of describeSlots(items)) terminal.note(printable(line));
    const wanted = items.filter(isOpen);
    if (wanted.length > 0 && !command.yes) await agree(terminal, wanted.length);
    const runs = await runInOrder(client, id, wanted, terminal);
    report(command, items, runs, terminal);
    if (terminal.signal.aborted) return exitCodes.interrupted;
    const bad = runs.find(({ state }) => state !== 'success');
    return bad === undefined ? exitCodes.success : exitCodeOfRun(bad);
  });
}

/** A slot that nothing ran for, on a day on which something may. */
function isOpen({ note, state, run }: PolicySlotDocument): boolean {
  if (note === 'market_closed' || state === 'claimed') return false;
  if (run === null) return state !== 'ran';
  return run.state === 'failed' || run.state === 'cancelled';
}

function describeSlots(slots: readonly PolicySlotDocument[]): readonly string[] {
  if (slots.length === 0) return ['There is no slot in that time.'];
  const rows = slots.map((slot) => [slot.local, slot.at, became(slot), isOpen(slot) ? 'to run' : '']);
  return toTable(['local', 'utc', 'became', ''], rows);
}

function became({ note, state, reason, run }: PolicySlotDocument): string {
  if (run !== null) return `${run.state} (${run.id})`;
  if (note === 'market_closed') return 'market_closed';
  if (state === null) return 'no record';
  return reason === null ? state : `${state}: ${reason}`;
}

async function agree({ ask }: Terminal, count: number): Promise<void> {
  const what = counted(count, 'slot');
  if (ask === undefined) {
    throw new EngineError(
      'approval.required',
      `${what} would run: start this at a terminal, or say --yes to run them.`,
    );
  }
  const typed = await ask(`Run ${what}, one after the other? Type yes to go on: `);
  if (typed.trim() === 'yes') return;
  throw new EngineError('approval.required', 'That is not yes; nothing was run.');
}

async function runInOrder(
  client: Client,
  policyId: string,
  slots: readonly PolicySlotDocument[],
  terminal: Terminal,
): Promise<readonly RunDetail[]> {
  const runs: RunDetail[] = [];
  for (const [index, { at, local }] of slots.entries()) {
    if (terminal.signal.aborted) break;
    terminal.note(`${index + 1} of ${slots.length}: ${local}`);
    const body = { as_of: at, backfill: true };
    const started = await client.call(routes.startRun, { params: { id: policyId }, body });
    const ended = await followRun(client, started, terminal);
    runs.push(ended);
    if (ended.state !== 'success') break;
  }
  return runs;
}

function report(
  { json }: Extract<Command, { kind: 'backfill' }>,
  slots: readonly PolicySlotDocument[],
  runs: readonly RunDetail[],
  { print }: Terminal,
): void {
  const ended = runs.map(({ id, state, scheduled_for }) => ({ run_id: id, state, scheduled_for }));
  if (json) return print(JSON.stringify({ slots, runs: ended }, null, 2));
  const good = runs.filter(({ state }) => state === 'success').length;
  const open = slots.filter(isOpen).length;
  if (open === 0) return print('Nothing is left to run.');
  print(
    `${good} of ${counted(open, 'slot')} ran.${good < open ? ' The same command goes on from there.' : ''}`,
  );
}
