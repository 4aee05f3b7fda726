import type { JsonValue } from '@daybook/kernel';
import { z } from 'zod';
import { anyJson } from './any-json.ts';

/** The deepest nesting of `all`, `any` and `not`. */
const maxConditionDepth = 8;
/** The most parts, comparisons and combinations together, of one condition. */
const maxConditionNodes = 64;

/** How a field is held against a value. */
export const conditionOperators = [
  'eq',
  'ne',
  'lt',
  'lte',
  'gt',
  'gte',
  'in',
  'not_in',
  'exists',
  'empty',
  'between',
] as const;
export type ConditionOperator = (typeof conditionOperators)[number];

/** One comparison. */
export interface Comparison {
  /** `{ "ref": "ctx…" }`, or, where references are resolved already, the value itself. */
  readonly field: JsonValue;
  readonly op: ConditionOperator;
  readonly value?: JsonValue | undefined;
  readonly if_missing?: boolean | undefined;
}

/** A condition over the outputs of earlier steps. */
export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | Comparison;

const comparison = z
  .strictObject({
    field: anyJson.describe('What is compared: {"ref": "ctx.<step_id>.<field>"}.'),
    op: z
      .enum(conditionOperators)
      .describe(
        'Decimals compare by value, dates as instants, other texts only as equal or not. "between" includes both ends; "exists" and "empty" take no value, and null does not exist.',
      ),
    value: anyJson.optional().describe('What it is compared with; a list for "in", "not_in" and "between".'),
    if_missing: z
      .boolean()
      .optional()
      .describe(
        'The result where the field does not exist or is null in an ordering. Without it, that is an error.',
      ),
  })
  .superRefine(({ op, value }, context) => {
    const problem = valueProblem(op, value);
    if (problem !== undefined) context.addIssue({ code: 'custom', path: ['value'], message: problem });
  });

const nested: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.strictObject({ all: z.array(nested).min(1) }),
    z.strictObject({ any: z.array(nested).min(1) }),
    z.strictObject({ not: nested }),
    comparison,
  ]),
);

/** The schema of a condition: `all`, `any`, `not`, or one comparison. */
export const condition: z.ZodType<Condition> = nested
  .superRefine((value, context) => {
    const { depth, nodes } = measure(value);
    if (depth > maxConditionDepth) {
      context.addIssue({
        code: 'custom',
        message: `a condition may be ${maxConditionDepth} deep; this one is ${depth}`,
      });
    }
    if (nodes > maxConditionNodes) {
      context.addIssue({
        code: 'custom',
        message: `a condition may have ${maxConditionNodes} parts; this one has ${nodes}`,
      });
    }
  })
  .describe('A condition: {"all": […]}, {"any": […]}, {"not": …} or {"field", "op", "value"}.');

function valueProblem(op: ConditionOperator, value: unknown): string | undefined {
  if (op === 'exists' || op === 'empty') return value === undefined ? undefined : `"${op}" takes no value`;
  if (value === undefined) return `"${op}" needs a value`;
  const isReference = typeof value === 'object' && value !== null && ('ref' in value || 'var' in value);
  if (isReference) return undefined;
  if (op === 'between' && (!Array.isArray(value) || value.length !== 2))
    return '"between" needs a list of two values';
  if ((op === 'in' || op === 'not_in') && !Array.isArray(value)) return `"${op}" needs a list`;
  return undefined;
}

function measure(value: Condition): { readonly depth: number; readonly nodes: number } {
  const inner = 'all' in value ? value.all : 'any' in value ? value.any : 'not' in value ? [value.not] : [];
  const measured = inner.map(measure);
  return {
    depth: 1 + Math.max(0, ...measured.map(({ depth }) => depth)),
    nodes: 1 + measured.reduce((sum, { nodes }) => sum + nodes, 0),
  };
}
