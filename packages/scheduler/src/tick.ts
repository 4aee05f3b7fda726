import { toEngineError } from '@daybook/kernel';
import { accountDue } from './account-due.ts';
import { createBackOff } from './back-off.ts';
import { createDueTimes } from './due-times.ts';
import { createMissedRunsLedger, type MissedRuns, type MissedRunsLedger } from './missed-runs.ts';
import type { SchedulerPorts } from './scheduler-ports.ts';
import type { Slot } from './schedule-store.ts';
import { shippedCalendars } from './shipped-calendars.ts';
import { sideBySide } from './side-by-side.ts';
import { startSlot } from './start-slot.ts';

/** Schedules that are accounted for at the same time: what they write is made durable together. */
const together = 32;

/**
 * One pass over everything: slots that a crash left claimed, then what became due. The function that comes back must
 * not run twice at a time. When its signal aborts it stops early; the next pass finds the rest.
 */
export function createTick(ports: SchedulerPorts): (signal?: AbortSignal) => Promise<void> {
  const { store, clock, calendars = shippedCalendars } = ports;
  const dueTimes = createDueTimes(calendars);
  const attempt = createBackOff(ports);

  return async (signal) => {
    const missed = createMissedRunsLedger();
    for (const slot of await store.claimed()) {
      if (signal?.aborted) break;
      await start(slot, missed);
    }
    // Before the schedules are read: a change made meanwhile starts its own count after this instant.
    const now = clock.now();
    const schedules = await store.schedules();
    dueTimes.keepOnly(schedules);
    await sideBySide(schedules, together, async (schedule) => {
      if (signal?.aborted) return;
      const { policyId, policyName } = schedule;
      const work = async () => {
        for await (const slots of accountDue({ store, dueTimes }, schedule, now)) {
          for (const slot of slots) await start(slot, missed);
          if (signal?.aborted) break;
        }
      };
      await attempt({ name: policyId, failure: `The schedule of "${policyName}" failed`, work });
    });
    for (const runs of missed.of(schedules)) await report(ports, runs);
  };

  async function start(slot: Slot, missed: MissedRunsLedger): Promise<void> {
    const { policyId, scheduledFor, state } = slot;
    if (state.status === 'skipped') missed.note(slot, state.reason);
    if (state.status !== 'claimed') return;
    const work = async () => {
      const refused = await startSlot(ports, slot);
      if (refused !== undefined) missed.note(slot, refused);
    };
    const failure = `The slot ${scheduledFor} of policy ${policyId} did not start`;
    await attempt({ name: `${policyId} ${scheduledFor}`, failure, work });
  }
}

async function report({ log, onMissed }: SchedulerPorts, missed: MissedRuns): Promise<void> {
  const { policyId, policyName, slots } = missed;
  log.warn(`"${policyName}" was due while nothing ran, and it is too late now.`, {
    policy_id: policyId,
    slots: slots.length,
  });
  try {
    await onMissed?.(missed);
  } catch (error) {
    const { code, message } = toEngineError(error);
    log.error(`Nobody was told that "${policyName}" missed slots.`, { code, error: message });
  }
}
