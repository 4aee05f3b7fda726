import { type JsonValue, toPointer, nearestName } from '@daybook/kernel';
import { errorAt, type Issue } from './issue.ts';
import { toPlaceholder } from './reference.ts';

/** A reference in the parameters of a step, and where it stands. */
export interface PlacedReference {
  readonly path: readonly (string | number)[];
  readonly text: string;
  readonly optional: boolean;
}

/** Parameters with variables written in place, and what else was found on the way. */
export interface ResolvedVariables {
  readonly params: JsonValue;
  readonly references: readonly PlacedReference[];
  readonly issues: readonly Issue[];
  /** Where a variable is missing: nothing can be said about the value there. */
  readonly unresolved: readonly (readonly (string | number)[])[];
}

/**
 * Replaces `{ "var": name }` by the variable's value, which is plain data and is not looked into, and collects the
 * references.
 * @param at where the parameters stand in the document.
 */
export function resolveVariables(
  params: JsonValue,
  variables: Readonly<Record<string, JsonValue>>,
  at: readonly (string | number)[],
): ResolvedVariables {
  const references: PlacedReference[] = [];
  const issues: Issue[] = [];
  const unresolved: (readonly (string | number)[])[] = [];

  const path = [...at];

  function visit(value: JsonValue): JsonValue {
    const placeholder = toPlaceholder(value);
    if (placeholder === undefined) return visitPlain(value);
    const [surplus] = placeholder.surplus;
    if (surplus !== undefined) {
      const what = placeholder.kind === 'reference' ? '"ref" and "optional": true or false' : '"var"';
      issues.push(
        errorAt(toPointer(path), 'reference.malformed', `"${surplus}" cannot stand here; only ${what} can.`),
      );
    }
    if (placeholder.kind === 'reference') {
      references.push({ path: [...path], text: placeholder.text, optional: placeholder.optional });
      return value;
    }
    if (Object.hasOwn(variables, placeholder.name)) return variables[placeholder.name] ?? null;
    unresolved.push([...path]);
    issues.push(unknownVariable(placeholder.name, Object.keys(variables), toPointer(path)));
    return value;
  }

  function visitPlain(value: JsonValue): JsonValue {
    if (typeof value !== 'object' || value === null) return value;
    if (isList(value)) return value.map((inner, index) => visitInner(index, inner));
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, visitInner(key, inner)]));
  }

  function visitInner(key: string | number, value: JsonValue): JsonValue {
    path.push(key);
    const result = visit(value);
    path.pop();
    return result;
  }

  return { params: visit(params), references, issues, unresolved };
}

function unknownVariable(name: string, known: readonly string[], pointer: string): Issue {
  const nearest = nearestName(name, known);
  const message = `There is no variable "${name}"${known.length === 0 ? '; the policy has none' : ''}.`;
  const suggestion = nearest === undefined ? 'Add it under "variables".' : `{"var": "${nearest}"}`;
  return errorAt(pointer, 'variable.unknown', message, suggestion);
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
