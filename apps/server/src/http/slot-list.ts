import type { PolicySlotDocument } from '@daybook/api-contract';
import type { Calendars } from '@daybook/calendars';
import type { StoredPolicy } from '@daybook/guardrails';
import { type Clock, EngineError, type Instant, parseInstant, toEpochMs, toInstant } from '@daybook/kernel';
import type { RunHistory } from '@daybook/persistence';
import { localDay, nextFireTimes, type ScheduleStore } from '@daybook/scheduler';
import { policyTiming } from '../engine/policy-timing.ts';
import { toFireTime } from './policy-documents.ts';

export interface SlotListPorts {
  readonly schedules: ScheduleStore;
  readonly history: RunHistory;
  readonly calendars: Calendars;
  readonly clock: Clock;
}

/** More slots than this are not listed at once. */
const most = 1000;

/**
 * The nominal slots of a stretch of time up to now, both ends included, by the timing of the version that runs, and what became of
 * each. An end is an instant, or a whole date in the policy's zone.
 * @throws {EngineError} `usage.invalid` for a policy without a schedule, and for ends that are none.
 */
export async function listPolicySlots(
  { schedules, history, calendars, clock }: SlotListPorts,
  { policyId, name, approved, newest }: StoredPolicy,
  window: { readonly from: string; readonly until: string },
): Promise<{ readonly items: PolicySlotDocument[]; readonly truncated: boolean }> {
  const found = policyTiming((approved ?? newest).document);
  if (found === null) throw invalid(`"${name}" runs only by hand: it has no schedule, and so no slots.`);
  const { timing } = found;
  const from = endOf(window.from, 'start', timing.timezone);
  // What is yet to come is nobody's to make up for.
  const until = earlier(endOf(window.until, 'end', timing.timezone), clock.now());
  // The start itself counts, and fire times are whole seconds.
  const fires = nextFireTimes(timing, { from: justBefore(from), until, count: most + 1 }, calendars);
  const slots = await schedules.list({ policyId, since: from, before: justAfter(until), limit: most });
  const recorded = new Map(slots.map((slot) => [slot.scheduledFor, slot.state]));
  const runs = await history.ofSlots(policyId, { from, until });
  const items = fires.slice(0, most).map((fire): PolicySlotDocument => {
    const state = recorded.get(fire.at);
    const run = runs.get(fire.at);
    return {
      ...toFireTime(fire),
      state: state?.status ?? null,
      reason: state?.status === 'skipped' ? state.reason : null,
      run: run === undefined ? null : { id: run.runId, state: run.state.status },
    };
  });
  return { items, truncated: fires.length > most };
}

function endOf(text: string, side: 'start' | 'end', timezone: string): Instant {
  if (/^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text))) {
    const day = localDay(text, timezone);
    return side === 'start' ? day.start : justBefore(day.end);
  }
  const instant = parseInstant(text);
  if (instant !== undefined) return instant;
  throw invalid(
    `"${text}" is neither a date, such as 2026-04-17, nor an instant, such as 2026-04-17T21:00:00Z.`,
  );
}

const earlier = (one: Instant, other: Instant) => (one < other ? one : other);
const justBefore = (at: Instant) => toInstant(toEpochMs(at) - 1);
const justAfter = (at: Instant) => toInstant(toEpochMs(at) + 1);

function invalid(message: string): EngineError {
  return new EngineError('usage.invalid', message);
}
