import type { JsonValue } from '@daybook/kernel';
import { z } from 'zod';

/** The parts of a JSON Schema (draft 2020-12) that checks of references look at. */
export interface JsonSchema {
  readonly $schema?: string;
  readonly description?: string;
  readonly pattern?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema | boolean>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema | boolean;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
}

/** Something that a step type found in parameters which its schema allows. */
export interface ParamsFinding {
  /** From the parameters' root. */
  readonly path: readonly (string | number)[];
  /** Stable, such as `provider.unknown`. */
  readonly code: string;
  readonly message: string;
  readonly suggestion?: string;
  /** @default error */
  readonly severity?: 'error' | 'warning';
}

/**
 * Checks of parameters that a schema can't express. It sees parameters as they stand in the document, also when their
 * schema refuses them, with references in place: it must pass over everything that it can't read.
 * @param paramsOf the parameters of another step as its document has them, for what two steps must agree in.
 */
export type ParamsJudge = (
  params: JsonValue,
  paramsOf?: (stepId: string) => JsonValue | undefined,
) => readonly ParamsFinding[];

/** What the parser must know of a step type; the application's registry supplies it. */
export interface StepTypeShape {
  /** One sentence for people and agents. */
  readonly summary: string;
  readonly params: z.ZodType;
  readonly paramsSchema: JsonSchema;
  /** References to a step of this type are checked against it. */
  readonly outputSchema: JsonSchema;
  readonly judge: ParamsJudge;
}

/** Reads a step type's schemas once, for all policies to come. */
export function describeStepType(schemas: {
  readonly summary: string;
  readonly params: z.ZodType;
  readonly output: z.ZodType;
  /** @default nothing to find */
  readonly judge?: ParamsJudge;
}): StepTypeShape {
  return {
    summary: schemas.summary,
    params: schemas.params,
    paramsSchema: toJsonSchema(schemas.params, 'input'),
    outputSchema: toJsonSchema(schemas.output, 'output'),
    judge: schemas.judge ?? (() => []),
  };
}

/** A zod schema as JSON Schema, draft 2020-12; what JSON Schema cannot say allows anything. */
export function toJsonSchema(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  return z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as JsonSchema;
}
