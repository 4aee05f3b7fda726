import { canonicalJson, type JsonValue, type Sha256, sha256 } from '@daybook/kernel';
import type { Policy, PolicyStep } from '@daybook/policy';
import type { StepRegistry } from '@daybook/registry';
import type { StepRecord } from './run-store.ts';
import type { StepState } from './step-state.ts';

/** The hash of a step's parameters as the policy writes them, variables in place. */
export function paramsHash({ params }: PolicyStep): Sha256 {
  return sha256(canonicalJson(params));
}

/** The steps of a policy in the order of the document, each in its state. */
export function toStepRecords(
  steps: StepRegistry,
  policy: Policy,
  {
    states,
    traces,
  }: {
    readonly states: ReadonlyMap<string, StepState>;
    readonly traces: ReadonlyMap<string, JsonValue>;
  },
): readonly StepRecord[] {
  return policy.steps.map((step) => ({
    stepId: step.id,
    type: step.type,
    stepVersion: steps.find(step.type)?.version ?? 1,
    paramsSha256: paramsHash(step),
    state: states.get(step.id) ?? { status: 'pending' },
    trace: traces.get(step.id) ?? null,
  }));
}
