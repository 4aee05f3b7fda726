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

/** What the parser must know of a step type; the application's registry supplies it. */
export interface StepTypeShape {
  /** One sentence for people and agents. */
  readonly summary: string;
  readonly params: z.ZodType;
  readonly paramsSchema: JsonSchema;
  /** References to a step of this type are checked against it. */
  readonly outputSchema: JsonSchema;
}

/** Reads a step type's schemas once, for all policies to come. */
export function describeStepType(schemas: {
  readonly summary: string;
  readonly params: z.ZodType;
  readonly output: z.ZodType;
}): StepTypeShape {
  return {
    summary: schemas.summary,
    params: schemas.params,
    paramsSchema: toJsonSchema(schemas.params, 'input'),
    outputSchema: toJsonSchema(schemas.output, 'output'),
  };
}

/** A zod schema as JSON Schema, draft 2020-12; what JSON Schema cannot say allows anything. */
export function toJsonSchema(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  return z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as JsonSchema;
}
