import { EngineError } from '@daybook/kernel';
import type { Policy, PolicyStep } from '@daybook/policy';
import type { StepRegistry } from '@daybook/registry';
import type { RunRecord, StepRecord } from './run-store.ts';
import { paramsHash } from './step-records.ts';
import type { StepState } from './step-state.ts';

type Reused = Extract<StepState, { status: 'success' }>;

/** A run that is to be taken up where another one ended. */
export interface ResumeRequest {
  /** The version that runs now. */
  readonly policy: Policy;
  readonly former: RunRecord;
  /** This step and all that depend on it run again, whatever became of them. @default those that did not succeed */
  readonly fromStep?: string;
  readonly steps: StepRegistry;
}

/**
 * Which finished steps of a former run a new one takes over, with their outputs. A step is taken over only if its type,
 * its version, its parameters, and all that it depends on are the same as then.
 * @throws {EngineError} `usage.invalid` when the policy has no step of that name.
 */
export function planResume({ policy, former, fromStep, steps }: ResumeRequest): ReadonlyMap<string, Reused> {
  if (fromStep !== undefined && !policy.steps.some(({ id }) => id === fromStep)) {
    const names = policy.steps.map(({ id }) => id).join(', ');
    throw new EngineError('usage.invalid', `The policy has no step "${fromStep}"; it has: ${names}.`);
  }
  const records = new Map(former.steps.map((record) => [record.stepId, record]));
  const byId = new Map(policy.steps.map((step) => [step.id, step]));
  const reused = new Map<string, Reused>();
  for (const id of policy.order) {
    const step = byId.get(id);
    const record = records.get(id);
    if (step === undefined || record === undefined || id === fromStep) continue;
    const state = reusable(step, record, steps);
    const standsOnReused = step.dependsOn.every(({ stepId }) => reused.has(stepId));
    if (state !== undefined && standsOnReused) reused.set(id, { ...state, reused: true });
  }
  return reused;
}

function reusable(step: PolicyStep, record: StepRecord, steps: StepRegistry): Reused | undefined {
  const { state } = record;
  const isSame =
    record.type === step.type &&
    record.stepVersion === steps.find(step.type)?.version &&
    record.paramsSha256 === paramsHash(step);
  return isSame && state.status === 'success' ? state : undefined;
}
