import { toEpochMs } from '@daybook/kernel';
import type { RunEvent, RunListener, StepState } from '@daybook/runner';
import type { WriteLine } from './console-logger.ts';
import { describeOutput } from './describe-output.ts';
import { printable } from './terminal-text.ts';

/** Shows each step of a run on a terminal as it ends, and a retry as it begins. */
export function createProgress(write: WriteLine): RunListener {
  let width = 0;
  return (event: RunEvent) => {
    if (event.kind === 'run-started') width = Math.max(...event.stepIds.map((id) => id.length), 0);
    if (event.kind !== 'step-changed') return;
    const line = describeState(event.type, event.state);
    if (line !== undefined)
      write(
        printable(`  ${line.mark} ${event.stepId.padEnd(width)}  ${event.type.padEnd(12)}  ${line.text}`),
      );
  };
}

function describeState(
  type: string,
  state: StepState,
): { readonly mark: string; readonly text: string } | undefined {
  switch (state.status) {
    case 'success': {
      const seconds = (toEpochMs(state.finishedAt) - toEpochMs(state.startedAt)) / 1000;
      return { mark: '✓', text: `${describeOutput(type, state.output)} (${seconds.toFixed(1)} s)` };
    }
    case 'failed':
      return { mark: '✗', text: `failed: ${state.failure.message}` };
    case 'skipped':
      return { mark: '–', text: `skipped: ${state.reason}` };
    case 'cancelled':
      return { mark: '■', text: 'cancelled' };
    case 'running':
      return state.attempt === 1 ? undefined : { mark: '…', text: `attempt ${state.attempt}` };
    case 'pending':
      return undefined;
  }
}
