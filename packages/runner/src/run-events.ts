import type { RunId } from '@daybook/kernel';
import type { RunState } from './run-state.ts';
import type { StepState } from './step-state.ts';

/** What happened in a run, as it happened and after it was committed. */
export type RunEvent =
  | { readonly kind: 'run-started'; readonly runId: RunId; readonly stepIds: readonly string[] }
  | {
      readonly kind: 'step-changed';
      readonly runId: RunId;
      readonly stepId: string;
      readonly type: string;
      readonly state: StepState;
    }
  | { readonly kind: 'run-finished'; readonly runId: RunId; readonly state: RunState };

/** Told of every event; it must not throw. */
export type RunListener = (event: RunEvent) => void;
