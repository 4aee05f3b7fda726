import type { Clock, Logger, RunId } from '@daybook/kernel';
import type { RunHistory, RunRecovery } from '@daybook/persistence';
import type { RunRecord, RunStore } from '@daybook/runner';

export interface RecoveryPorts {
  readonly history: RunHistory;
  readonly recovery: RunRecovery;
  readonly runs: RunStore;
  readonly clock: Clock;
  readonly log: Logger;
  /** Whether a process, named as runs name theirs, is still there. */
  readonly isAlive: (process: string) => boolean;
  readonly onEnd: (run: RunRecord, policyName: string) => Promise<void>;
}

/** Ends, with a reason, every run whose process died; afterwards none looks as if it were under way. */
export async function recoverRuns(ports: RecoveryPorts): Promise<void> {
  const { history, recovery, runs, clock, log, isAlive, onEnd } = ports;
  for (const run of await history.unfinished()) {
    if (run.process !== null && isAlive(run.process)) continue;
    await recovery.closeInterrupted(run.runId, {
      at: clock.now(),
      message: 'Daybook stopped while the step was under way. Start the run again.',
    });
    log.warn(`The run ${run.runId} of "${run.policyName}" was interrupted when Daybook stopped.`);
    await tell(runs, run.runId, (record) => onEnd(record, run.policyName));
  }
}

async function tell(runs: RunStore, runId: RunId, onEnd: (run: RunRecord) => Promise<void>): Promise<void> {
  const record = await runs.read(runId);
  if (record !== undefined) await onEnd(record);
}
