import { policyDocument } from './policy-document.ts';
import { type JsonSchema, type StepTypeShape, toJsonSchema } from './step-type-shape.ts';

const dialect = 'https://json-schema.org/draft/2020-12/schema';

/** Places of values in `params` may hold these instead. */
const placeholders = {
  reference: {
    type: 'object',
    description: 'The output of an earlier step, or a part of it: ctx.<step_id>, then .field, [0] or [*].',
    properties: {
      ref: {
        type: 'string',
        pattern: String.raw`^ctx\.[a-z][a-z0-9_]{0,63}(\.[A-Za-z_][A-Za-z0-9_]{0,127}|\[(0|[1-9][0-9]{0,5})\]|\[\*\])*$`,
      },
      optional: {
        type: 'boolean',
        description: 'Null where the step failed or was skipped, instead of an error.',
      },
    },
    required: ['ref'],
    additionalProperties: false,
  },
  variable: {
    type: 'object',
    description: 'The value of a variable of the policy.',
    properties: { var: { type: 'string', pattern: '^[a-z][a-z0-9_]{0,63}$' } },
    required: ['var'],
    additionalProperties: false,
  },
} as const satisfies Record<string, JsonSchema>;

/**
 * The JSON Schema (draft 2020-12) of a policy document with these step types: everything of the parser's rules that a
 * schema can say. `params` is described for each step type, with references and variables allowed in any place.
 */
export function createPolicySchema(shapes: ReadonlyMap<string, StepTypeShape>): JsonSchema {
  const { $defs = {}, ...document } = toJsonSchema(policyDocument, 'input');
  const steps = document.properties?.['steps'];
  const step = typeof steps === 'object' && typeof steps.items === 'object' ? steps.items : {};
  const definitions: Record<string, JsonSchema> = { ...$defs, ...placeholders };
  const branches: JsonSchema[] = [];
  for (const [type, shape] of shapes) {
    const { $defs: inner = {}, $schema: _, ...params } = withPlaceholders(shape.paramsSchema, type);
    for (const [name, schema] of Object.entries(inner)) definitions[`${type}_${name}`] = schema;
    definitions[`${type}_params`] = params;
    branches.push({
      properties: {
        type: { const: type, description: shape.summary },
        params: { $ref: `#/$defs/${type}_params` },
      },
    });
  }
  const properties = {
    ...document.properties,
    steps: { ...(typeof steps === 'object' ? steps : {}), items: { ...step, oneOf: branches } },
  };
  return { ...document, $schema: dialect, properties, $defs: definitions };
}

/** Allows a reference or a variable wherever a value may stand; refs into `$defs` get the step type's prefix. */
function withPlaceholders(schema: JsonSchema, prefix: string): JsonSchema {
  const inner = (value: JsonSchema | boolean): JsonSchema | boolean =>
    typeof value === 'boolean' ? value : orPlaceholder(withPlaceholders(value, prefix));
  const plain = (value: JsonSchema): JsonSchema => withPlaceholders(value, prefix);
  const changed: { -readonly [Key in keyof JsonSchema]: JsonSchema[Key] } = { ...schema };
  if (schema.properties !== undefined) changed.properties = mapValues(schema.properties, inner);
  if (schema.additionalProperties !== undefined)
    changed.additionalProperties = inner(schema.additionalProperties);
  if (schema.items !== undefined) changed.items = inner(schema.items);
  for (const key of ['anyOf', 'oneOf', 'allOf'] as const) {
    const branches = schema[key];
    if (branches !== undefined) changed[key] = branches.map(plain);
  }
  if (schema.$defs !== undefined) changed.$defs = mapValues(schema.$defs, plain);
  if (schema.$ref !== undefined) changed.$ref = schema.$ref.replace('#/$defs/', `#/$defs/${prefix}_`);
  return changed;
}

function orPlaceholder(schema: JsonSchema): JsonSchema {
  // What allows anything allows a placeholder already.
  if (Object.keys(schema).length === 0) return schema;
  const { description, ...rest } = schema;
  const anyOf = [rest, { $ref: '#/$defs/reference' }, { $ref: '#/$defs/variable' }];
  return description === undefined ? { anyOf } : { description, anyOf };
}

function mapValues<From, To>(
  record: Readonly<Record<string, From>>,
  change: (value: From) => To,
): Readonly<Record<string, To>> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
