import type { RunId } from '@daybook/kernel';
import type { RunState } from './run-state.ts';
import type { StepState } from './step-state.ts';

/** What happened in a run, told after it was committed. `sequence` is that of the log entry which keeps it. */
export type RunEvent = { readonly runId: RunId; readonly sequence: number } & (
  | { readonly kind: 'run-started'; readonly stepIds: readonly string[] }
  | {
      readonly kind: 'step-changed';
      readonly stepId: string;
      readonly type: string;
      readonly state: StepState;
    }
  | { readonly kind: 'run-finished'; readonly state: RunState }
);

/** Told of every event; it must not throw. */
export type RunListener = (event: RunEvent) => void;
