export {
  nextRunStatuses,
  isLegalRunTransition,
  type RunState,
  type RunStatus,
} from './run-state.ts';
export type { Lease, LeaseAnswer, LeaseStore } from './lease-store.ts';
export type {
  RunChange,
  RunHeader,
  RunLogEntry,
  RunRecord,
  RunStore,
  StepChange,
  StepRecord,
} from './run-store.ts';
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
export { createLeaseKeeper, type LeaseKeeper, type LeaseKeeperPorts } from './lease-keeper.ts';
export { judgeOrphan, judgeRepeatable, type OrphanVerdict } from './orphaned-runs.ts';
export { planResume, type ResumeRequest } from './plan-resume.ts';
export {
  type ContinueRequest,
  continuePipeline,
  type PipelinePorts,
  type PipelineRequest,
  runPipeline,
  type StartedPipeline,
  startPipeline,
} from './run-pipeline.ts';
export { type LogPlace, runStep, type StepPorts, type StepRequest } from './run-step.ts';
