export {
  nextRunStatuses,
  isLegalRunTransition,
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
export { resolveReferences } from './resolve-references.ts';
export { retryDelayMs } from './retry-policy.ts';
export type { RunEvent, RunListener } from './run-events.ts';
export {
  type PipelinePorts,
  type PipelineRequest,
  runPipeline,
  type StartedPipeline,
  startPipeline,
} from './run-pipeline.ts';
export { runStep, type StepPorts, type StepRequest } from './run-step.ts';
