import { type Outcome, outcomes } from '../words/schedule-words.ts';
import { createDayReader } from './day-reader.ts';
import type { ScheduleEntry } from './schedule-entries.ts';

/** An entry with its time on the clocks of the zone that is shown. */
export interface TimedEntry extends ScheduleEntry {
  readonly time: string;
}

/** How often one outcome is among some entries. */
export interface OutcomeCount {
  readonly outcome: Outcome;
  readonly count: number;
}

/** All entries of one policy on one day. */
export interface DayLine {
  readonly policyId: string;
  readonly policyName: string;
  /** `16:30`, or from the first to the last: `00:00–23:45`. */
  readonly times: string;
  /** Oldest first; one at least. */
  readonly entries: readonly TimedEntry[];
  /** The worst first; one at least. */
  readonly counts: readonly OutcomeCount[];
  /** The remark that all entries share. */
  readonly remark: string | null;
}

/** The lines of each date, given entries oldest first; dates without any are left out. */
export function toDayLines(
  entries: readonly ScheduleEntry[],
  zone: string,
): ReadonlyMap<string, readonly DayLine[]> {
  const read = createDayReader(zone);
  const days = new Map<string, Map<string, TimedEntry[]>>();
  for (const entry of entries) {
    const { date, time } = read(entry.at);
    const policies = days.get(date) ?? new Map<string, TimedEntry[]>();
    const line = policies.get(entry.policyId) ?? [];
    line.push({ ...entry, time });
    days.set(date, policies.set(entry.policyId, line));
  }
  return new Map([...days].map(([date, policies]) => [date, [...policies.values()].map(toLine)]));
}

/** How often each outcome is there, the worst first. */
function countOutcomes(entries: readonly ScheduleEntry[]): readonly OutcomeCount[] {
  return outcomes
    .map((outcome) => ({ outcome, count: entries.filter((entry) => entry.outcome === outcome).length }))
    .filter(({ count }) => count > 0);
}

function toLine(entries: readonly TimedEntry[]): DayLine {
  const first = entries[0];
  const last = entries.at(-1);
  if (first === undefined || last === undefined) throw new Error('A line without an entry.');
  const { policyId, policyName, remark } = first;
  return {
    policyId,
    policyName,
    times: entries.length === 1 ? first.time : `${first.time}–${last.time}`,
    entries,
    counts: countOutcomes(entries),
    remark: entries.every((entry) => entry.remark === remark) ? remark : null,
  };
}
