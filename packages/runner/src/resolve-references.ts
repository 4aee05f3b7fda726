import { EngineError, type JsonValue } from '@daybook/kernel';
import { parseReference, type PathSegment, type Reference, toPlaceholder } from '@daybook/policy';

/** The output of a step that succeeded; `undefined` when it failed, was skipped, or has not run. */
export type OutputLookup = (stepId: string) => JsonValue | undefined;

/**
 * Replaces every reference in `params` by what it refers to.
 * @throws {EngineError} `step.reference-unresolved` when a place does not exist. An optional reference gives null where
 *   the step has no output; a place that its output lacks is an error all the same.
 */
export function resolveReferences(params: JsonValue, outputOf: OutputLookup): JsonValue {
  const placeholder = toPlaceholder(params);
  if (placeholder?.kind === 'reference') {
    const reference = parseReference(placeholder.text, placeholder.optional);
    if (reference === undefined) throw unresolved(placeholder.text, 'it is spelled wrong');
    return lookUp(reference, outputOf);
  }
  if (typeof params !== 'object' || params === null) return params;
  if (isList(params)) return params.map((inner) => resolveReferences(inner, outputOf));
  return Object.fromEntries(
    Object.entries(params).map(([key, inner]) => [key, resolveReferences(inner, outputOf)]),
  );
}

/** What a reference leads to; `undefined` where there is nothing. */
export function findReferenced(reference: Reference, outputOf: OutputLookup): JsonValue | undefined {
  try {
    return lookUp(reference, outputOf);
  } catch (error) {
    if (EngineError.isInstance(error) && error.code === 'step.reference-unresolved') return undefined;
    throw error;
  }
}

function lookUp(reference: Reference, outputOf: OutputLookup): JsonValue {
  const output = outputOf(reference.stepId);
  if (output !== undefined) return follow(output, reference.path, reference.text);
  if (reference.optional) return null;
  throw unresolved(reference.text, `step "${reference.stepId}" has no output`);
}

function follow(value: JsonValue, path: readonly PathSegment[], text: string): JsonValue {
  const [segment, ...rest] = path;
  if (segment === undefined) return value;
  if (segment.kind === 'field') {
    if (!isObject(value) || !Object.hasOwn(value, segment.name)) {
      throw unresolved(text, `there is no field "${segment.name}"`);
    }
    return follow(value[segment.name] ?? null, rest, text);
  }
  if (!isList(value)) throw unresolved(text, 'there is no list where [ ] asks for one');
  if (segment.kind === 'pluck') return value.map((element) => follow(element, rest, text));
  const element = value[segment.index];
  if (element === undefined) {
    throw unresolved(text, `the list has ${value.length} elements, none with index ${segment.index}`);
  }
  return follow(element, rest, text);
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function isObject(value: JsonValue): value is { readonly [key: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !isList(value);
}

function unresolved(text: string, why: string): EngineError {
  return new EngineError('step.reference-unresolved', `The reference "${text}" leads nowhere: ${why}.`);
}
