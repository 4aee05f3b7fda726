import { EngineError, type JsonObject, type JsonValue, toJson, toPointer } from '@daybook/kernel';
import {
  type Condition,
  type ConditionTrace,
  condition,
  evaluateCondition,
  toPlaceholder,
} from '@daybook/policy';
import { defineStep, type Step } from '@daybook/registry';
import { z } from 'zod';
import type { CheckDatabase, CheckRows } from './check-database.ts';
import { findCheckProblems, judgeAssert } from './judge-assert.ts';
import { runChecks } from './run-checks.ts';
import { describeUnwanted, findUnwanted, type UnwantedRows } from './unwanted-rows.ts';

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
        'One SELECT, without ";", of what must not be there: the check passes when it gives no rows. :as_of is the instant that the run is for; it is the only parameter.',
      ),
    message,
  })
  .describe('A check of stored rows; its failure shows the first rows that must not be there.');

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

/** What the step needs of the outside world. */
export interface AssertPorts {
  /** What checks in SQL read. */
  readonly database: CheckDatabase;
}

/** What a policy is judged by before anything is opened: what the type is, takes and gives. */
export const assertStepShape = {
  type: 'assert',
  summary:
    'Checks what earlier steps gave and what is stored, and fails with your own words when a check does not hold.',
  params,
  output,
  judge: judgeAssert,
} as const;

type Check = z.output<typeof params>['checks'][number];

/**
 * The `assert` step: a gate before reports and deliveries. Every check is decided, those in SQL against one state of the
 * database, so that the failure names all that do not hold.
 */
export function createAssertStep({ database }: AssertPorts): Step<'assert'> {
  return defineStep({
    ...assertStepShape,
    effect: 'none',
    async execute({ checks }, { stepId, asOf, signal }) {
      signal.throwIfAborted();
      refuseProblems(checks, stepId);
      const inSql = checks.flatMap((check) => ('sql' in check ? [check] : []));
      const found = await runChecks(database, inSql, { asOf, signal });
      signal.throwIfAborted();
      const decided = checks.map((check) => decide(check, found));
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

type Decided =
  | { readonly kind: 'passed'; readonly check: Check }
  | { readonly kind: 'failed'; readonly check: Check; readonly trace: ConditionTrace }
  | { readonly kind: 'found'; readonly check: Check; readonly unwanted: UnwantedRows }
  | { readonly kind: 'undecided'; readonly check: Check; readonly why: string };

function decide(check: Check, found: ReadonlyMap<string, CheckRows>): Decided {
  if ('condition' in check) return decideCondition(check, check.condition);
  const rows = found.get(check.name);
  if (rows === undefined) return { kind: 'undecided', check, why: 'its query was not run.' };
  const unwanted = findUnwanted(rows);
  return unwanted === undefined ? { kind: 'passed', check } : { kind: 'found', check, unwanted };
}

/** References in parameters are resolved before a step runs: a comparison's field is the value itself. */
function decideCondition(check: Check, given: Condition): Decided {
  const evaluation = evaluateCondition(given, resolvedField);
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
  const failed = decided.filter((each) => each.kind === 'failed' || each.kind === 'found');
  if (failed.length === 0) return;
  const lines = failed.map((each) => `"${each.check.name}": ${each.check.message}${rowsOf(each)}`);
  throw new EngineError(
    'assert.failed',
    `${failed.length} of ${decided.length} checks failed. ${lines.join(' · ')}`,
    { details: { failed: failed.map(detailsOf) } },
  );
}

type Failed = Extract<Decided, { readonly kind: 'failed' | 'found' }>;

function rowsOf(failed: Failed): string {
  return failed.kind === 'found' ? ` Found ${describeUnwanted(failed.unwanted)}.` : '';
}

function detailsOf(failed: Failed): JsonObject {
  const { name, message: words } = failed.check;
  if (failed.kind === 'failed') return { name, message: words, trace: toJson(failed.trace) };
  const { shown, count, more } = failed.unwanted;
  return { name, message: words, rows: toJson(shown), row_count: count, more_rows: more };
}
