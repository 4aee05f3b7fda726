import { type JsonValue, toPointer, nearestName } from '@daybook/kernel';
import { checkReference, type ReferenceScope } from './check-references.ts';
import type { Dependency } from './dependency.ts';
import { errorAt, type Issue, warningAt } from './issue.ts';
import { findLiteralFields } from './literal-fields.ts';
import type { Reference } from './reference.ts';
import { type PlacedReference, resolveVariables } from './resolve-variables.ts';
import { misfit, schemaAt } from './schema-fit.ts';
import { checkSchema } from './schema-issues.ts';
import { checkPath } from './schema-path.ts';
import type { ParamsFinding, StepTypeShape } from './step-type-shape.ts';

/** A step as it stands in a document that may still be wrong elsewhere. */
export interface RawStep {
  readonly id: string | undefined;
  readonly type: string | undefined;
  /** `undefined` when it is no object. */
  readonly params: JsonValue | undefined;
  readonly skipIf: JsonValue | undefined;
  readonly needs: readonly JsonValue[];
  readonly onError: JsonValue | undefined;
  readonly hasRetry: boolean;
  readonly index: number;
}

/** What the checks of one step need to know of the rest of the document. */
export interface StepScope extends ReferenceScope {
  readonly variables: Readonly<Record<string, JsonValue>>;
  /** The parameters of a step as written. */
  readonly paramsOf: (stepId: string) => JsonValue | undefined;
}

/** What the checks of one step found. */
export interface StepFindings {
  /** Variables are replaced; references still stand. */
  readonly params: JsonValue;
  readonly skipIf: JsonValue | undefined;
  readonly dependsOn: readonly Dependency[];
  readonly issues: readonly Issue[];
}

/** No step needs more; beyond it they are counted, and not looked at. */
const maxReferences = 1000;

type Path = readonly (string | number)[];

/** Step types that are planned, with what does the job in this version. */
const laterTypes: Readonly<Record<string, string>> = {
  http: 'use "fetch" with a provider, or provider "file" for what you saved yourself',
  choice: 'use "skip_if" on the steps of each branch',
  map: 'give a step the whole list, such as {"ref": "ctx.rows[*].symbol"}',
  ai_narrative: 'write the text beforehand and put it into a "text" section',
};

/** Checks the type, the parameters, the condition and the references of one step. */
export function checkStep(step: RawStep, scope: StepScope): StepFindings {
  const { index, type } = step;
  const issues: Issue[] = [];
  const dependsOn: Dependency[] = [];
  const paramsPath = ['steps', index, 'params'];
  const skipPath = ['steps', index, 'skip_if'];
  const params = resolveVariables(step.params ?? {}, scope.variables, paramsPath);
  const skipIf = resolveVariables(step.skipIf ?? null, scope.variables, skipPath);
  issues.push(...params.issues, ...skipIf.issues);
  issues.push(...findLiteralFields(step.skipIf, skipPath).map((finding) => toIssue(finding, finding.path)));
  const shape = type === undefined ? undefined : scope.shapes.get(type);
  if (type !== undefined && shape === undefined) issues.push(unknownType(type, index, scope));
  const references = [...params.references, ...skipIf.references];
  if (references.length > maxReferences) {
    const message = `A step has at most ${maxReferences} references; this one has ${references.length}.`;
    issues.push(errorAt(`/steps/${index}`, 'schema.invalid', message));
  }
  for (const placed of references.slice(0, maxReferences)) {
    const checked = checkReference(placed, scope);
    if (!checked.ok) issues.push(checked.issue);
    else {
      const { stepId, optional } = checked.reference;
      addDependency(dependsOn, stepId, optional || isLenient(placed, step.skipIf, skipPath));
      if (shape !== undefined && placed.path[2] === 'params') {
        issues.push(...checkFit(placed, checked.reference, { shape, scope, paramsPath }));
      }
    }
  }
  for (const [position, need] of step.needs.entries()) {
    checkNeed(need, ['steps', index, 'needs', position], { scope, dependsOn, issues });
  }
  if (shape !== undefined && step.params !== undefined) {
    const unknownAt = [...params.references.map(({ path }) => path), ...params.unresolved];
    const check = {
      schema: shape.params,
      jsonSchema: shape.paramsSchema,
      value: params.params,
      at: paramsPath,
      unknownAt,
    };
    issues.push(
      ...checkSchema(check),
      ...judged(shape, params.params, { ...check, paramsOf: scope.paramsOf }),
    );
  }
  if (step.hasRetry && step.onError !== 'retry_then_fail') issues.push(idleRetry(index));
  return {
    params: params.params,
    skipIf: step.skipIf === undefined ? undefined : skipIf.params,
    dependsOn,
    issues,
  };
}

interface JudgeContext {
  readonly at: Path;
  readonly unknownAt: readonly Path[];
  readonly paramsOf: StepScope['paramsOf'];
}

function judged(
  { judge }: StepTypeShape,
  params: JsonValue,
  { at, unknownAt, paramsOf }: JudgeContext,
): readonly Issue[] {
  return judge(params, paramsOf).flatMap((finding) => {
    const place = [...at, ...finding.path];
    const isKnown = !unknownAt.some((unknown) => unknown.every((part, index) => place[index] === part));
    return isKnown ? [toIssue(finding, place)] : [];
  });
}

function toIssue({ code, message, suggestion, severity }: ParamsFinding, place: Path): Issue {
  return (severity === 'warning' ? warningAt : errorAt)(toPointer(place), code, message, suggestion);
}

/** A comparison that says what a missing field means may be decided although the step gave nothing. */
function isLenient(placed: PlacedReference, skipIf: JsonValue | undefined, skipPath: Path): boolean {
  if (placed.path[2] !== 'skip_if') return false;
  let comparison: JsonValue | undefined = skipIf;
  for (const part of placed.path.slice(skipPath.length, -1)) {
    if (typeof comparison !== 'object' || comparison === null) return false;
    comparison = (comparison as Readonly<Record<string | number, JsonValue>>)[part];
  }
  return typeof comparison === 'object' && comparison !== null && 'if_missing' in comparison;
}

interface FitContext {
  readonly shape: StepTypeShape;
  readonly scope: StepScope;
  readonly paramsPath: Path;
}

function checkFit(placed: PlacedReference, reference: Reference, context: FitContext): readonly Issue[] {
  const { shape, scope, paramsPath } = context;
  const source = scope.shapes.get(scope.stepTypes.get(reference.stepId) ?? '');
  if (source === undefined) return [];
  const found = checkPath(source.outputSchema, reference.path);
  if (found.kind === 'impossible') return [];
  const targets = schemaAt(shape.paramsSchema, placed.path.slice(paramsPath.length));
  const reasons = found.schemas.flatMap((from) =>
    targets.map((to) =>
      misfit({ root: source.outputSchema, schema: from }, { root: shape.paramsSchema, schema: to }),
    ),
  );
  const [reason] = reasons;
  if (reason === undefined || reasons.includes(undefined)) return [];
  const message = `"${placed.text}" cannot stand here: ${reason}.`;
  return [errorAt(toPointer(placed.path), 'reference.type-mismatch', message)];
}

interface NeedContext {
  readonly scope: StepScope;
  readonly dependsOn: Dependency[];
  readonly issues: Issue[];
}

function checkNeed(need: JsonValue, path: Path, { scope, dependsOn, issues }: NeedContext): void {
  const isObject = typeof need === 'object' && need !== null && 'id' in need;
  const id = isObject ? need.id : need;
  if (typeof id !== 'string') return;
  if (scope.stepTypes.has(id)) {
    addDependency(dependsOn, id, isObject && 'allow_failed' in need && need.allow_failed === true);
    return;
  }
  const message = `"needs" names a step "${id}" that the policy does not have.`;
  const pointer = toPointer(isObject ? [...path, 'id'] : path);
  issues.push(errorAt(pointer, 'needs.step-unknown', message, nearestName(id, scope.stepTypes.keys())));
}

/** A step that needs another both strictly and leniently needs it strictly. */
function addDependency(dependsOn: Dependency[], stepId: string, allowFailed: boolean): void {
  const known = dependsOn.findIndex((dependency) => dependency.stepId === stepId);
  if (known < 0) dependsOn.push({ stepId, allowFailed });
  else if (!allowFailed) dependsOn[known] = { stepId, allowFailed };
}

function unknownType(type: string, index: number, { shapes }: ReferenceScope): Issue {
  const pointer = `/steps/${index}/type`;
  const instead = Object.hasOwn(laterTypes, type) ? laterTypes[type] : undefined;
  if (instead !== undefined) {
    return errorAt(
      pointer,
      'step.type-not-in-version-1',
      `The step type "${type}" is not in version 1: ${instead}.`,
    );
  }
  const message = `There is no step type "${type}"; there are: ${[...shapes.keys()].join(', ')}.`;
  return errorAt(pointer, 'step.type-unknown', message, nearestName(type, shapes.keys()));
}

function idleRetry(index: number): Issue {
  const message = '"retry" has no effect: only "on_error": "retry_then_fail" tries again.';
  return warningAt(`/steps/${index}/retry`, 'step.retry-unused', message, '"on_error": "retry_then_fail"');
}
