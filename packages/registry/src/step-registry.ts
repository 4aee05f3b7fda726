import { describeStepType, type StepTypeShape } from '@daybook/policy';
import type { Step } from './step.ts';

/** The step types of an application. */
export interface StepRegistry<Type extends string = string> {
  /** In the order in which they were listed. */
  readonly types: readonly Type[];
  find(type: string): Step<Type> | undefined;
  /** What the policy parser needs to know of each type. */
  readonly shapes: ReadonlyMap<string, StepTypeShape>;
}

/** `unknown` when every `type` is listed once, otherwise a record that nothing satisfies and that names the culprit. */
export type UniqueTypes<Steps extends readonly Step[], Seen extends string = never> = Steps extends readonly [
  infer Head extends Step,
  ...infer Tail extends readonly Step[],
]
  ? Head['type'] extends Seen
    ? { readonly error: `step type "${Head['type']}" is listed twice` }
    : UniqueTypes<Tail, Seen | Head['type']>
  : unknown;

/**
 * A registry of exactly the steps listed. A type listed twice does not compile.
 * @throws {RangeError} when a list that was not known at compile time names a type twice.
 */
export function createStepRegistry<const Steps extends readonly Step[]>(
  steps: Steps & UniqueTypes<Steps>,
): StepRegistry<Steps[number]['type']> {
  const byType = new Map<string, Step<Steps[number]['type']>>();
  for (const step of steps as readonly Step<Steps[number]['type']>[]) {
    if (byType.has(step.type)) throw new RangeError(`step type "${step.type}" is listed twice`);
    byType.set(step.type, step);
  }
  const shapes = new Map(
    [...byType.values()].map(({ type, summary, paramsSchema, outputSchema }) => [
      type,
      describeStepType({ summary, params: paramsSchema, output: outputSchema }),
    ]),
  );
  return Object.freeze({
    types: [...byType.values()].map((step) => step.type),
    find: (type: string) => byType.get(type),
    shapes,
  });
}
