export {
  nextRunStatuses,
  isLegalRunTransition,
  type RunCause,
  runCauses,
  type RunState,
  type RunStatus,
} from './run-state.ts';
export type { RunChange, RunHeader, RunRecord, RunStore, StepRecord } from './run-store.ts';
export {
  type Failure,
  isLegalStepTransition,
  nextStepStatuses,
  type SkipReason,
  type StepState,
  type StepStatus,
} from './step-state.ts';
