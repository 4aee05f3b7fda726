import type { RunStarter, StartRun } from '@daybook/guardrails';
import { EngineError } from '@daybook/kernel';
import type { SlotReason, StartScheduledRun } from '@daybook/scheduler';

/** Refusals that are the slot's own fate; anything else is a fault, and the slot is taken up again. */
const reasons: Readonly<Record<string, SlotReason | undefined>> = {
  'run.overlap': 'overlap',
  'quota.exceeded': 'quota',
  'policy.paused': 'paused',
  'approval.required': 'awaiting_approval',
  // Nobody can approve what is gone.
  'policy.not-found': 'awaiting_approval',
};

/** Starts the runs of slots through the guarded entry. */
export function createScheduledStart(startRun: StartRun, runs: Pick<RunStarter, 'has'>): StartScheduledRun {
  return async ({ policyId, runId, scheduledFor, cause }) => {
    // After a crash the slot's own run may be there already, and would count against it.
    if (await runs.has(runId)) return { kind: 'started' };
    try {
      await startRun({ policyId, runId, cause, actor: 'scheduler', asOf: scheduledFor });
      return { kind: 'started' };
    } catch (error) {
      const reason = EngineError.isInstance(error) ? reasons[error.code] : undefined;
      if (reason === undefined) throw error;
      return { kind: 'refused', reason };
    }
  };
}
