import {
  EngineError,
  type Instant,
  type JsonValue,
  type Logger,
  type PolicyId,
  type RunId,
  toJson,
} from '@daybook/kernel';
import type { ParamsJudge } from '@daybook/policy';
import { z } from 'zod';

/** What the outside world can notice after a step ran. Dry run, resume, recovery and approval are decided from it. */
export type StepEffect = 'none' | 'local-write' | 'external-delivery';

/** What a step is told about the run that it is part of. */
export interface StepCall {
  readonly runId: RunId;
  readonly policyId: PolicyId;
  readonly stepId: string;
  /** From 1. */
  readonly attempt: number;
  /** The instant that the run is for; everything relative resolves against it, never against the wall clock. */
  readonly asOf: Instant;
  /** Aborts at the step's timeout and when the run is cancelled. */
  readonly signal: AbortSignal;
  readonly log: Logger;
}

/** A step type as the runner and the manifest see it: parameters come in unparsed. */
export interface Step<Type extends string = string> {
  readonly type: Type;
  /** One sentence for people and agents. */
  readonly summary: string;
  readonly effect: StepEffect;
  /** Rises only when an output or an effect changes; part of what a person approves. */
  readonly version: number;
  readonly paramsSchema: z.ZodType;
  readonly outputSchema: z.ZodType;
  /** Checks of parameters that their schema can't express. */
  readonly judge?: ParamsJudge;
  /**
   * Checks the parameters, does the work, checks the output.
   * @throws {EngineError} `step.params-invalid` or `step.output-invalid`, and whatever the work throws.
   */
  run(rawParams: unknown, call: StepCall): Promise<JsonValue>;
}

/** Ties one parameter schema and one output schema to one `execute`. */
export interface StepDefinition<Type extends string, Params, Output> {
  readonly type: Type;
  readonly summary: string;
  readonly effect: StepEffect;
  /** @default 1 */
  readonly version?: number;
  readonly params: z.ZodType<Params>;
  readonly output: z.ZodType<Output>;
  /** @default nothing to find */
  readonly judge?: ParamsJudge;
  execute(params: Params, call: StepCall): Promise<Output>;
}

/** Makes a step type out of its definition; `Params` and `Output` stay hidden behind {@link Step}. */
export function defineStep<const Type extends string, Params, Output>(
  definition: StepDefinition<Type, Params, Output>,
): Step<Type> {
  const { type, summary, effect, version = 1, params, output } = definition;
  return {
    type,
    summary,
    effect,
    version,
    paramsSchema: params,
    outputSchema: output,
    ...(definition.judge === undefined ? {} : { judge: definition.judge }),
    async run(rawParams, call) {
      const parsed = params.safeParse(rawParams);
      if (!parsed.success) {
        throw new EngineError(
          'step.params-invalid',
          `Step "${call.stepId}" (${type}) cannot use its parameters: ${z.prettifyError(parsed.error)}`,
        );
      }
      const result = output.safeParse(await definition.execute(parsed.data, call));
      if (!result.success) {
        throw new EngineError(
          'step.output-invalid',
          `Step "${call.stepId}" (${type}) returned something else than it declares: ${z.prettifyError(result.error)}`,
        );
      }
      return toJson(result.data);
    },
  };
}
