import { describeStepType, type StepTypeShape } from '@daybook/policy';
import type { Step } from './step.ts';

/** The step types of an application. */
export interface StepRegistry<Type extends string = string> {
  /** In the order in which they were listed. */
  readonly types: readonly Type[];
  /** Former name → the type that it means now. */
  readonly aliases: ReadonlyMap<string, Type>;
  /** By type, or by a former name of it. */
  find(type: string): Step<Type> | undefined;
  /** What the policy parser needs to know of each type, under its former names too. */
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

/** Former names of step types: documents that use them keep working. */
export type StepAliases<Type extends string> = Readonly<Record<string, Type>>;

/**
 * A registry of exactly the steps listed. A type listed twice does not compile, nor does an alias of none.
 * @throws {RangeError} when a list that was not known at compile time names a type twice, or an alias is itself a type.
 */
export function createStepRegistry<const Steps extends readonly Step[]>(
  steps: Steps & UniqueTypes<Steps>,
  aliases: StepAliases<Steps[number]['type']> = {},
): StepRegistry<Steps[number]['type']> {
  type Type = Steps[number]['type'];
  const byType = new Map<string, Step<Type>>();
  for (const step of steps as readonly Step<Type>[]) {
    if (byType.has(step.type)) throw new RangeError(`step type "${step.type}" is listed twice`);
    byType.set(step.type, step);
  }
  const types = [...byType.values()].map((step) => step.type);
  const shapes = new Map([...byType.values()].map((step) => [step.type as string, shapeOf(step)]));
  for (const [former, type] of Object.entries<Type>(aliases)) {
    const step = byType.get(type);
    const shape = shapes.get(type);
    if (step === undefined || shape === undefined)
      throw new RangeError(`"${former}" is an alias of no step type`);
    if (byType.has(former)) throw new RangeError(`the alias "${former}" is itself a step type`);
    byType.set(former, step);
    shapes.set(former, shape);
  }
  return Object.freeze({
    types,
    aliases: new Map(Object.entries<Type>(aliases)),
    find: (type: string) => byType.get(type),
    shapes,
  });
}

function shapeOf({ summary, paramsSchema, outputSchema, judge }: Step): StepTypeShape {
  const schemas = { summary, params: paramsSchema, output: outputSchema };
  return describeStepType(judge === undefined ? schemas : { ...schemas, judge });
}
