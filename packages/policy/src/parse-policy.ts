import {
  canonicalJson,
  deepFreeze,
  type JsonObject,
  type JsonValue,
  type Sha256,
  sha256,
} from '@daybook/kernel';
import { checkSecrets, mayHoldSecrets } from './check-secrets.ts';
import { checkStep, type RawStep, type StepFindings } from './check-step.ts';
import { checkTrigger } from './check-trigger.ts';
import { errorAt, type Issue } from './issue.ts';
import { readJsonText } from './json-text.ts';
import { type Policy, toPolicy, toPolicyStep } from './policy.ts';
import { maxSteps, type PolicyDocument, policyDocument } from './policy-document.ts';
import { checkSchema } from './schema-issues.ts';
import { orderSteps } from './step-order.ts';
import { type StepTypeShape, toJsonSchema } from './step-type-shape.ts';
import { upgradePolicy } from './upgrade-policy.ts';

/** A policy, or everything that is wrong with the document. */
export type ParsedPolicy =
  | { readonly ok: true; readonly policy: Policy; readonly issues: readonly Issue[] }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/** Reads policy documents for one set of step types. */
export type PolicyParser = (text: string) => ParsedPolicy;

/** A parser that knows these step types, by name. */
export function createPolicyParser(shapes: ReadonlyMap<string, StepTypeShape>): PolicyParser {
  const jsonSchema = toJsonSchema(policyDocument, 'input');
  return (text) => {
    const read = readJsonText(text);
    if (!read.ok) return read;
    const upgraded = upgradePolicy(read.value);
    if (!upgraded.ok) return { ok: false, issues: [upgraded.issue] };
    const { value, issues: surplus } = withinLimits(upgraded.document);
    const issues = [
      ...checkSchema({ schema: policyDocument, jsonSchema, value, at: [] }),
      ...(mayHoldSecrets(text) ? checkSecrets(value) : []),
    ];
    issues.push(...surplus);
    const steps = rawSteps(value);
    const findings = checkSteps(value, steps, shapes);
    issues.push(...checkRawTrigger(value), ...findings.flatMap((found) => found.issues));
    const order = orderFindings(steps, findings);
    if (order.kind === 'cycle') issues.push(cycleIssue(steps, order.path));
    if (order.kind === 'cycle' || issues.some(({ severity }) => severity === 'error'))
      return { ok: false, issues };
    // The schema found nothing wrong, so the value is such a document.
    const policy = toCheckedPolicy(value as PolicyDocument & JsonObject, findings, order.order);
    return { ok: true, policy, issues };
  };
}

/** No policy needs more; beyond it they are counted, and not looked at. */
const maxVariables = 200;

/** Checking a hundred thousand steps or variables would take seconds: beyond the limit they are counted only. */
function withinLimits(document: JsonValue): { readonly value: JsonValue; readonly issues: readonly Issue[] } {
  if (!isObject(document)) return { value: document, issues: [] };
  const { steps, variables } = document;
  const issues: Issue[] = [];
  const cut: Record<string, JsonValue> = {};
  if (isList(steps) && steps.length > maxSteps) {
    cut['steps'] = steps.slice(0, maxSteps);
    const message = `A policy has at most ${maxSteps} steps; this one has ${steps.length}. Split it into several policies.`;
    issues.push(errorAt('/steps', 'schema.invalid', message));
  }
  const names = isObject(variables) ? Object.entries(variables) : [];
  if (names.length > maxVariables) {
    cut['variables'] = Object.fromEntries(names.slice(0, maxVariables));
    const message = `A policy has at most ${maxVariables} variables; this one has ${names.length}.`;
    issues.push(errorAt('/variables', 'schema.invalid', message));
  }
  return { value: issues.length === 0 ? document : { ...document, ...cut }, issues };
}

function toCheckedPolicy(
  document: PolicyDocument & JsonObject,
  findings: readonly StepFindings[],
  order: readonly string[],
): Policy {
  const json: JsonObject = deepFreeze(document);
  let hash: Sha256 | undefined;
  return toPolicy({
    name: document.name,
    document: json,
    // Whoever only checks a document has no use for it.
    get documentSha256() {
      hash ??= sha256(canonicalJson(json));
      return hash;
    },
    steps: document.steps.map((step, index) => toPolicyStep(step, findings[index])),
    order,
  });
}

function checkSteps(
  document: JsonValue,
  steps: readonly RawStep[],
  shapes: ReadonlyMap<string, StepTypeShape>,
): readonly StepFindings[] {
  const variables = isObject(document) && isObject(document['variables']) ? document['variables'] : {};
  // Of steps with one id the first is meant: later ones have an issue already.
  const stepTypes = new Map(
    steps.toReversed().flatMap(({ id, type }) => (id === undefined ? [] : [[id, type ?? ''] as const])),
  );
  const paramsOf = (stepId: string): JsonValue | undefined => steps.find(({ id }) => id === stepId)?.params;
  const findings = steps.map((step) => checkStep(step, { variables, stepTypes, shapes, paramsOf }));
  const duplicates = duplicateIds(steps);
  return findings.map((found, position) => {
    const duplicate = duplicates.get(position);
    return duplicate === undefined ? found : { ...found, issues: [duplicate, ...found.issues] };
  });
}

function rawSteps(document: JsonValue): readonly RawStep[] {
  if (!isObject(document) || !isList(document['steps'])) return [];
  return document['steps'].flatMap((step, index): readonly RawStep[] =>
    isObject(step)
      ? [
          {
            index,
            id: textOf(step['id']),
            type: textOf(step['type']),
            params: isObject(step['params']) ? step['params'] : undefined,
            skipIf: step['skip_if'],
            needs: isList(step['needs']) ? step['needs'].slice(0, maxSteps) : [],
            onError: step['on_error'],
            hasRetry: step['retry'] !== undefined,
          },
        ]
      : [],
  );
}

function checkRawTrigger(document: JsonValue): readonly Issue[] {
  if (!isObject(document) || !isObject(document['trigger'])) return [];
  return checkTrigger(document['trigger'], ['trigger']);
}

/** Position among the steps → the issue, for every id after its first place. */
function duplicateIds(steps: readonly RawStep[]): ReadonlyMap<number, Issue> {
  const seen = new Set<string>();
  const duplicates = new Map<number, Issue>();
  for (const [position, { id, index }] of steps.entries()) {
    if (id === undefined) continue;
    if (seen.has(id)) {
      const message = `Two steps have the id "${id}".`;
      duplicates.set(
        position,
        errorAt(`/steps/${index}/id`, 'step.id-duplicate', message, `${id}_${index + 1}`),
      );
    }
    seen.add(id);
  }
  return duplicates;
}

function orderFindings(steps: readonly RawStep[], findings: readonly StepFindings[]) {
  const dependencies = new Map<string, readonly string[]>();
  for (const [position, { id }] of steps.entries()) {
    if (id !== undefined && !dependencies.has(id)) {
      dependencies.set(id, findings[position]?.dependsOn.map(({ stepId }) => stepId) ?? []);
    }
  }
  return orderSteps(dependencies);
}

function cycleIssue(steps: readonly RawStep[], path: readonly string[]): Issue {
  const index = steps.find(({ id }) => id === path[0])?.index ?? 0;
  const message =
    path.length === 2
      ? `The step "${path[0]}" waits for itself.`
      : `These steps wait for each other: ${path.join(' → ')}.`;
  return errorAt(`/steps/${index}`, 'steps.cycle', message, 'Remove one of these references or needs.');
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function textOf(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
