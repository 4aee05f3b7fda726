import {
  type Client,
  type RunStateName,
  type RunSummary,
  routes,
  type ScheduleDocument,
} from '@daybook/api-contract';
import { type ScheduleEntry, toEntries } from '../schedule/schedule-entries.ts';
import type { ScheduleSpan } from '../schedule/schedule-spans.ts';

/** The entries of some weeks. */
export interface ScheduleAnswer {
  readonly entries: readonly ScheduleEntry[];
  /** True when entries, or runs that did not go well, are missing. */
  readonly truncated: boolean;
}

/** A slot says that it ran; these are the states in which its run did not go well, or not yet. */
const otherStates = ['failed', 'needs_attention', 'partial', 'cancelled', 'running', 'queued'] as const;

/** The most that a list of runs answers at once, and how many such lists are read. */
const pageSize = 200;
const maxPages = 5;

interface Asking {
  readonly client: Client;
  readonly signal: AbortSignal;
  readonly askSpan: (span: ScheduleSpan) => Promise<ScheduleDocument>;
}

/** Reads what was and is due in spans that follow each other, with what became of it. */
export async function readSchedule(spans: readonly ScheduleSpan[], asking: Asking): Promise<ScheduleAnswer> {
  const answers = await Promise.all(spans.map(asking.askSpan));
  const since = spans[0]?.from ?? '';
  // Asked for after the slots: a run is there before its slot says so.
  const hasRuns = answers.some(({ past }) => past.some(({ state }) => state === 'ran'));
  const lists = hasRuns ? await Promise.all(otherStates.map((state) => readRuns(state, since, asking))) : [];
  const states = new Map(lists.flatMap(({ runs }) => runs.map(({ id, state }) => [id, state] as const)));
  return {
    entries: toEntries(answers, states),
    truncated: [...answers, ...lists].some(({ truncated }) => truncated),
  };
}

/** The runs of one state that were created since then. */
async function readRuns(state: RunStateName, since: string, { client, signal }: Asking) {
  const runs: RunSummary[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < maxPages; page += 1) {
    const query = { limit: pageSize, state, ...(cursor === undefined ? {} : { cursor }) };
    const { items, next_cursor } = await client.call(routes.listRuns, { query }, { signal });
    runs.push(...items);
    const oldest = items.at(-1);
    if (next_cursor === null || oldest === undefined || oldest.created_at < since) {
      return { runs, truncated: false };
    }
    cursor = next_cursor;
  }
  return { runs, truncated: true };
}
