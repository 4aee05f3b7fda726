import { EngineError } from '@daybook/kernel';
import { createPolicyParser, type Policy } from '@daybook/policy';
import { createStepRegistry, defineStep, type StepCall, type StepRegistry } from '@daybook/registry';
import { z } from 'zod';

/** What a test step does when it is called. */
export type Behaviour = (value: unknown, call: StepCall) => Promise<unknown>;

/** By step id; a step without one gives `{}`. */
export type Behaviours = Readonly<Record<string, Behaviour>>;

/** Two step types, `work` and `deliver`, which look up their behaviour by the id of the step and give it `value`. */
export function createWorkSteps(behaviours: Behaviours = {}, version = 1): StepRegistry {
  const definition = {
    summary: 'Does what the test says.',
    version,
    params: z.strictObject({ value: z.unknown().optional() }),
    output: z.unknown(),
    execute: async ({ value }: { value?: unknown }, call: StepCall) =>
      (behaviours[call.stepId] ?? (async () => ({})))(value, call),
  };
  return createStepRegistry([
    defineStep({ type: 'work', effect: 'none', ...definition }),
    defineStep({ type: 'deliver', effect: 'external-delivery', ...definition }),
  ]);
}

const plain = createWorkSteps();
// Made once: a parser compiles the schemas of all types.
const parsePlain = createPolicyParser(plain.shapes);

/** A policy of these steps, of type `work` unless they say otherwise. */
export function policyOf(steps: readonly object[], registry: StepRegistry = plain): Policy {
  const document = {
    schema_version: 1,
    name: 'test',
    steps: steps.map((step) => ({ type: 'work', params: {}, ...step })),
  };
  const parse = registry === plain ? parsePlain : createPolicyParser(registry.shapes);
  const parsed = parse(JSON.stringify(document));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  return parsed.policy;
}

/** Fails as if a service were busy. */
export const busy: Behaviour = async () => {
  throw new EngineError('store.busy', 'busy', { advice: { kind: 'backoff' } });
};

/** Fails for good. */
export const broken: Behaviour = async () => {
  throw new EngineError('provider.refused', 'refused');
};
