import { secondsBetween } from './misfire.ts';
import type { SchedulerPorts } from './scheduler-ports.ts';
import type { Slot, SlotReason } from './schedule-store.ts';

/** A run that starts later than this, in seconds, is a catch-up. */
const punctual = 60;

/**
 * Starts the run of a claimed slot and records what became of it; any other slot is left alone.
 * @returns the reason when the run was refused.
 */
export async function startSlot(
  { store, clock, startRun }: SchedulerPorts,
  { policyId, scheduledFor, state }: Slot,
): Promise<SlotReason | undefined> {
  if (state.status !== 'claimed') return undefined;
  const key = { policyId, scheduledFor };
  const { runId } = state;
  const cause = secondsBetween(scheduledFor, clock.now()) <= punctual ? 'schedule' : 'catch_up';
  const answer = await startRun({ ...key, runId, cause });
  if (answer.kind === 'started') {
    await store.settle(key, { status: 'ran', runId }, clock.now());
    return undefined;
  }
  await store.settle(key, { status: 'skipped', reason: answer.reason }, clock.now());
  return answer.reason;
}
