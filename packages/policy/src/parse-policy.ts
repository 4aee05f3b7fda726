import {
  canonicalJson,
  deepFreeze,
  type JsonObject,
  type JsonValue,
  sha256,
  toPointer,
} from '@daybook/kernel';
import { checkReference, type ReferenceScope } from './check-references.ts';
import { errorAt, type Issue } from './issue.ts';
import { readJsonText } from './json-text.ts';
import { nearestName } from './nearest-name.ts';
import { type CheckedStep, type Dependency, type Policy, toPolicy, toPolicyStep } from './policy.ts';
import { type PolicyDocument, policyDocument, type StepDocument } from './policy-document.ts';
import { resolveVariables } from './resolve-variables.ts';
import { checkSchema } from './schema-issues.ts';
import { orderSteps } from './step-order.ts';
import { type StepTypeShape, toJsonSchema } from './step-type-shape.ts';

/** A policy, or everything that is wrong with the document. */
export type ParsedPolicy =
  | { readonly ok: true; readonly policy: Policy; readonly issues: readonly Issue[] }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/** Reads policy documents for one set of step types. */
export type PolicyParser = (text: string) => ParsedPolicy;

/** A parser that knows these step types, by name. */
export function createPolicyParser(shapes: ReadonlyMap<string, StepTypeShape>): PolicyParser {
  const documentSchema = toJsonSchema(policyDocument, 'input');
  return (text) => {
    const read = readJsonText(text);
    if (!read.ok) return read;
    const issues = checkSchema({
      schema: policyDocument,
      jsonSchema: documentSchema,
      value: read.value,
      at: [],
    });
    const document = policyDocument.safeParse(read.value);
    if (!document.success) return { ok: false, issues };
    return checkDocument(document.data, read.value as JsonObject, shapes);
  };
}

function checkDocument(
  document: PolicyDocument,
  json: JsonObject,
  shapes: ReadonlyMap<string, StepTypeShape>,
): ParsedPolicy {
  const issues: Issue[] = [...checkUniqueIds(document)];
  const scope = { stepTypes: new Map(document.steps.map(({ id, type }) => [id, type])), shapes };
  const steps = document.steps.map((step, index): CheckedStep => {
    const checked = checkStep(step, index, document.variables ?? {}, scope);
    issues.push(...checked.issues);
    return checked;
  });
  const order = orderSteps(
    new Map(steps.map((step) => [step.document.id, step.dependsOn.map((need) => need.stepId)])),
  );
  if (order.kind === 'cycle') issues.push(cycleIssue(document, order.path));
  if (order.kind === 'cycle' || issues.some((issue) => issue.severity === 'error'))
    return { ok: false, issues };
  const frozen = deepFreeze(json);
  const policy = toPolicy({
    name: document.name,
    document: frozen,
    documentSha256: sha256(canonicalJson(frozen)),
    steps: steps.map(toPolicyStep),
    order: order.order,
  });
  return { ok: true, policy, issues };
}

function checkUniqueIds({ steps }: PolicyDocument): readonly Issue[] {
  const seen = new Set<string>();
  return steps.flatMap(({ id }, index) => {
    if (!seen.has(id)) {
      seen.add(id);
      return [];
    }
    return [
      errorAt(
        `/steps/${index}/id`,
        'step.id-duplicate',
        `Two steps have the id "${id}".`,
        `${id}_${index + 1}`,
      ),
    ];
  });
}

function checkStep(
  step: StepDocument,
  index: number,
  variables: Readonly<Record<string, JsonValue>>,
  scope: ReferenceScope,
): CheckedStep & { readonly issues: readonly Issue[] } {
  const at = ['steps', index, 'params'];
  const { params, references, issues: found } = resolveVariables(step.params as JsonValue, variables, at);
  const issues = [...found];
  const dependsOn: Dependency[] = [];
  for (const placed of references) {
    const checked = checkReference(placed, scope);
    if (checked.ok) addDependency(dependsOn, checked.reference.stepId, checked.reference.optional);
    else issues.push(checked.issue);
  }
  for (const [position, need] of (step.needs ?? []).entries()) {
    const id = typeof need === 'string' ? need : need.id;
    if (scope.stepTypes.has(id))
      addDependency(dependsOn, id, typeof need === 'object' && need.allow_failed === true);
    else issues.push(unknownNeed(id, toPointer(['steps', index, 'needs', position]), scope));
  }
  const shape = scope.shapes.get(step.type);
  if (shape === undefined) issues.push(unknownType(step.type, index, scope));
  else {
    const unknownAt = [...references.map(({ path }) => path), ...unresolved(found, at)];
    issues.push(
      ...checkSchema({ schema: shape.params, jsonSchema: shape.paramsSchema, value: params, at, unknownAt }),
    );
  }
  return { document: step, params, dependsOn, issues };
}

/** Where a variable is missing nothing can be said about the value, so the schema's complaint would only repeat it. */
function unresolved(
  issues: readonly Issue[],
  at: readonly (string | number)[],
): readonly (string | number)[][] {
  const depth = at.length;
  return issues.map(({ pointer }) => {
    const parts = pointer.split('/').slice(1 + depth);
    const names = parts.map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
    return [...at, ...names.map((name) => (/^\d+$/.test(name) ? Number(name) : name))];
  });
}

/** A step that needs another both strictly and leniently needs it strictly. */
function addDependency(dependsOn: Dependency[], stepId: string, allowFailed: boolean): void {
  const known = dependsOn.findIndex((dependency) => dependency.stepId === stepId);
  if (known < 0) dependsOn.push({ stepId, allowFailed });
  else if (!allowFailed) dependsOn[known] = { stepId, allowFailed };
}

function unknownNeed(id: string, pointer: string, { stepTypes }: ReferenceScope): Issue {
  const message = `"needs" names a step "${id}" that the policy does not have.`;
  return errorAt(pointer, 'needs.step-unknown', message, nearestName(id, stepTypes.keys()));
}

function unknownType(type: string, index: number, { shapes }: ReferenceScope): Issue {
  const message = `There is no step type "${type}"; there are: ${[...shapes.keys()].join(', ')}.`;
  return errorAt(`/steps/${index}/type`, 'step.type-unknown', message, nearestName(type, shapes.keys()));
}

function cycleIssue({ steps }: PolicyDocument, path: readonly string[]): Issue {
  const index = steps.findIndex(({ id }) => id === path[0]);
  const message = `These steps wait for each other: ${path.join(' → ')}.`;
  return errorAt(`/steps/${index}`, 'steps.cycle', message, 'Remove one of these references or needs.');
}
