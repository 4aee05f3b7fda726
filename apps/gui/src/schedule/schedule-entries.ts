import type { RunStateName, ScheduleDocument, SlotDocument } from '@daybook/api-contract';
import { fireNoteWords, type Outcome, slotReasonWords } from '../words/schedule-words.ts';

/** One fire time of one policy, past or to come. */
export interface ScheduleEntry {
  /** A UTC instant. */
  readonly at: string;
  readonly policyId: string;
  readonly policyName: string;
  readonly outcome: Outcome;
  /** What is remarkable about it, in words. */
  readonly remark: string | null;
  /** The run to look at; `null` when there is none. */
  readonly runId: string | null;
}

/** States of runs, by id. A run that is not listed went well. */
export type RunStates = ReadonlyMap<string, RunStateName>;

const runOutcomes = {
  queued: 'starting',
  running: 'running',
  success: 'ran',
  partial: 'partial',
  failed: 'failed',
  cancelled: 'cancelled',
  needs_attention: 'needs_attention',
} as const satisfies Record<RunStateName, Outcome>;

/** Past slots and coming fire times as one list, oldest first. What was due while it was asked for is listed once. */
export function toEntries(
  answers: readonly Pick<ScheduleDocument, 'coming' | 'past'>[],
  runs: RunStates,
): readonly ScheduleEntry[] {
  const coming = answers.flatMap((answer) => answer.coming.map(toComing));
  const past = answers.flatMap((answer) => answer.past.map((slot) => toPast(slot, runs)));
  const entries = new Map([...coming, ...past].map((entry) => [`${entry.policyId} ${entry.at}`, entry]));
  return [...entries.values()].toSorted(
    (a, b) => compareTexts(a.at, b.at) || compareTexts(a.policyName, b.policyName),
  );
}

function toComing(fire: ScheduleDocument['coming'][number]): ScheduleEntry {
  const { at, note, policy_id: policyId, policy_name: policyName } = fire;
  const isClosed = note === 'market_closed';
  return {
    at,
    policyId,
    policyName,
    outcome: isClosed ? 'closed' : 'due',
    remark: isClosed || note === null ? null : fireNoteWords[note],
    runId: null,
  };
}

function toPast(slot: SlotDocument, runs: RunStates): ScheduleEntry {
  const { scheduled_for: at, policy_id: policyId, policy_name: policyName, state, reason, run_id } = slot;
  return {
    at,
    policyId,
    policyName,
    outcome: outcomeOf(slot, runs),
    remark: reason === null ? null : slotReasonWords[reason],
    // The run of a claimed slot need not exist yet.
    runId: state === 'ran' ? run_id : null,
  };
}

function outcomeOf({ state, reason, run_id }: SlotDocument, runs: RunStates): Outcome {
  if (state === 'claimed') return 'starting';
  if (state === 'ran') return runOutcomes[(run_id === null ? undefined : runs.get(run_id)) ?? 'success'];
  if (reason === 'misfired') return 'missed';
  return reason === 'market_closed' ? 'closed' : 'skipped';
}

function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
