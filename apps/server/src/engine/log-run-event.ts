import type { Logger } from '@daybook/kernel';
import type { RunEvent } from '@daybook/runner';

/** Keeps what happens in runs in the log as well: their beginnings and ends, and, in detail, every step. */
export function logRunEvent(log: Logger, event: RunEvent): void {
  const { runId, sequence } = event;
  switch (event.kind) {
    case 'run-started':
      return log.info('A run is under way.', { run_id: runId, steps: event.stepIds.length });
    case 'step-changed':
      return log.debug(`Step "${event.stepId}" is ${event.state.status}.`, {
        run_id: runId,
        step_id: event.stepId,
        stage: event.type,
        sequence,
      });
    case 'run-finished':
      return log.info(`A run ended: ${event.state.status}.`, { run_id: runId, sequence });
  }
}
