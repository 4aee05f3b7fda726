import { EngineError, type JsonValue, toJson, toPointer } from '@daybook/kernel';
import {
  type Condition,
  type ConditionTrace,
  condition,
  evaluateCondition,
  toPlaceholder,
} from '@daybook/policy';
import { defineStep, type Step } from '@daybook/registry';
import { z } from 'zod';
import { findCheckProblems, judgeAssert } from './judge-assert.ts';

/** A short text of one line: nothing in it hides, or is read differently from how it is written. */
const line = (maxLength: number): z.ZodString =>
  z
    .string()
    .max(maxLength)
    .regex(
      /^[^\p{Cc}\p{Cs}\u061C\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF]*$/u,
      'must not contain control, bidirectional or zero-width characters',
    )
    .regex(/\S/u, 'must contain a visible character');

const name = line(128).describe('What is checked, in words; unique in the step.');
const message = line(500).describe('What the failure of the check means for the reader, and what to do.');

const conditionCheck = z
  .strictObject({ name, condition: condition.describe('What must hold.'), message })
  .describe('A check of outputs of earlier steps.');

const sqlCheck = z
  .strictObject({
    name,
    sql: z
      .string()
      .min(1)
      .max(10_000)
      .describe(
        'One SELECT, without ";", of what must not be there: the check passes when it gives no rows. :as_of is the instant that the run is for.',
      ),
    message,
  })
  .describe('A check of stored rows.');

const params = z.strictObject({
  checks: z
    .array(z.union([conditionCheck, sqlCheck]))
    .min(1)
    .max(50)
    .describe('All are decided; if any fails, the step fails with the messages of those.'),
});

const output = z.strictObject({
  checks: z.array(z.strictObject({ name: z.string(), passed: z.boolean() })).describe('In their order.'),
});

/** What a policy is judged by before anything is opened: what the type is, takes and gives. */
export const assertStepShape = {
  type: 'assert',
  summary: 'Checks what earlier steps gave, and fails with your own words when a check does not hold.',
  params,
  output,
  judge: judgeAssert,
} as const;

type Check = z.output<typeof params>['checks'][number];
type ConditionCheck = Extract<Check, { readonly condition: Condition }>;

/**
 * The `assert` step: a gate before reports and deliveries. Every check is decided, so that the failure names all that
 * do not hold.
 */
export function createAssertStep(): Step<'assert'> {
  return defineStep({
    ...assertStepShape,
    effect: 'none',
    async execute({ checks }, { stepId, signal }) {
      signal.throwIfAborted();
      refuseProblems(checks, stepId);
      const decided = checks.map(requireCondition).map(decide);
      failUnlessDecided(decided);
      failUnlessAllPassed(decided);
      return { checks: decided.map(({ check }) => ({ name: check.name, passed: true })) };
    },
  });
}

function refuseProblems(checks: readonly Check[], stepId: string): void {
  const [problem] = findCheckProblems(toJson({ checks }));
  if (problem === undefined) return;
  throw new EngineError(
    'step.params-invalid',
    `Step "${stepId}" (assert) cannot use its parameters: ${toPointer(problem.path)}: ${problem.message}`,
  );
}

function requireCondition(check: Check): ConditionCheck {
  if ('condition' in check) return check;
  throw new EngineError(
    'step.unavailable',
    `The check "${check.name}" is written in SQL, which "assert" cannot run yet in this release. Run the SQL in a query step and check its row_count: {"condition": {"field": {"ref": "ctx.<query step>.row_count"}, "op": "eq", "value": 0}}.`,
  );
}

type Decided =
  | { readonly kind: 'passed'; readonly check: ConditionCheck }
  | { readonly kind: 'failed'; readonly check: ConditionCheck; readonly trace: ConditionTrace }
  | { readonly kind: 'undecided'; readonly check: ConditionCheck; readonly why: string };

/** References in parameters are resolved before a step runs: a comparison's field is the value itself. */
function decide(check: ConditionCheck): Decided {
  const evaluation = evaluateCondition(check.condition, resolvedField);
  if (!evaluation.ok) return { kind: 'undecided', check, why: evaluation.message };
  return evaluation.result ? { kind: 'passed', check } : { kind: 'failed', check, trace: evaluation.trace };
}

/** A reference that still stands led nowhere. */
function resolvedField(field: JsonValue): JsonValue | undefined {
  return toPlaceholder(field)?.kind === 'reference' ? undefined : field;
}

function failUnlessDecided(decided: readonly Decided[]): void {
  const open = decided.filter((each) => each.kind === 'undecided');
  if (open.length === 0) return;
  const reasons = open.map(({ check, why }) => `"${check.name}": ${why}`);
  throw new EngineError(
    'step.condition-failed',
    `${open.length} of ${decided.length} checks could not be decided. ${reasons.join(' · ')}`,
    { details: { undecided: open.map(({ check }) => check.name) } },
  );
}

function failUnlessAllPassed(decided: readonly Decided[]): void {
  const failed = decided.filter((each) => each.kind === 'failed');
  if (failed.length === 0) return;
  const lines = failed.map(({ check }) => `"${check.name}": ${check.message}`);
  throw new EngineError(
    'assert.failed',
    `${failed.length} of ${decided.length} checks failed. ${lines.join(' · ')}`,
    {
      details: {
        failed: failed.map(({ check, trace }) => ({
          name: check.name,
          message: check.message,
          trace: toJson(trace),
        })),
      },
    },
  );
}
