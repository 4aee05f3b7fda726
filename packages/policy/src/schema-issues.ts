import { type JsonValue, toPointer, nearestName } from '@daybook/kernel';
import type { z } from 'zod';
import { errorAt, type Issue } from './issue.ts';
import { fieldsAt } from './schema-path.ts';
import type { JsonSchema } from './step-type-shape.ts';

type Path = readonly (string | number)[];
type ZodIssue = z.core.$ZodIssue;

/** What a schema says about a value, as issues of a document. */
export interface SchemaCheck {
  readonly schema: z.ZodType;
  /** The same schema as JSON Schema, for the names that may stand at a place. */
  readonly jsonSchema: JsonSchema;
  readonly value: JsonValue;
  /** Where the value stands in the document. */
  readonly at: Path;
  /** Places, from the document's root, that hold a reference: what stands there is not known yet. */
  readonly unknownAt?: readonly Path[];
}

/** Checks a value against a schema; everything that is wrong comes back, none of it about a place that is not known yet. */
export function checkSchema(check: SchemaCheck): readonly Issue[] {
  const result = check.schema.safeParse(check.value, { error: shortMessage });
  if (result.success) return [];
  return firstAtEachPlace(result.error.issues.flatMap((issue) => toIssues(check, issue, check.at)));
}

/** A value of the wrong kind also breaks every bound on it; the first complaint says what matters. */
function firstAtEachPlace(issues: readonly Issue[]): readonly Issue[] {
  const seen = new Set<string>();
  return issues.filter(({ pointer, code, message }) => {
    const place = code === 'schema.invalid' ? pointer : `${pointer} ${message}`;
    if (seen.has(place)) return false;
    seen.add(place);
    return true;
  });
}

/** Unknown keys get a message each, below; one that lists all of them would be long for a hostile document. */
function shortMessage({ code }: { readonly code: string }): string | undefined {
  return code === 'unrecognized_keys' ? 'has keys that are not known' : undefined;
}

function toIssues(check: SchemaCheck, issue: ZodIssue, base: Path): readonly Issue[] {
  const { unknownAt = [] } = check;
  const path = [...base, ...issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part))];
  if (unknownAt.some((unknown) => startsWith(path, unknown))) return [];
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const branches = issue.errors.map((branch) => branch.flatMap((inner) => toIssues(check, inner, path)));
    if (branches.some((branch) => branch.length === 0)) return [];
    const likely = likeliestBranch(branches, path);
    if (likely !== undefined) return likely;
  }
  if (issue.code === 'unrecognized_keys') return unknownKeys(check, issue.keys, path);
  const suggestion = issue.code === 'invalid_value' ? nearestValue(check, issue.values, path) : undefined;
  return [errorAt(toPointer(path), 'schema.invalid', capitalised(issue.message), suggestion)];
}

/** The allowed value that was probably meant. */
function nearestValue(
  { value, at }: SchemaCheck,
  allowed: readonly unknown[],
  path: Path,
): string | undefined {
  let written: JsonValue | undefined = value;
  for (const part of path.slice(at.length)) {
    if (typeof written !== 'object' || written === null) return undefined;
    written = (written as Readonly<Record<string | number, JsonValue>>)[part];
  }
  const names = allowed.filter((name) => typeof name === 'string');
  return typeof written === 'string' ? nearestName(written, names) : undefined;
}

/** The branch that was probably meant: the one that complains about something inside, and about least. */
function likeliestBranch(branches: readonly (readonly Issue[])[], path: Path): readonly Issue[] | undefined {
  const inside = branches.filter((branch) => branch.every((issue) => issue.pointer !== toPointer(path)));
  return inside.toSorted((a, b) => a.length - b.length)[0];
}

/** How many unknown keys of one object are named each; the rest are counted. */
const mostNamedKeys = 20;

function unknownKeys({ jsonSchema, at }: SchemaCheck, keys: readonly string[], path: Path): readonly Issue[] {
  const known = fieldsAt(jsonSchema, path.slice(at.length));
  const issues = keys.slice(0, mostNamedKeys).map((key) => {
    // Where several forms are possible, a key can be known and yet not go with the others.
    if (known.includes(key)) {
      const message = `The key "${key}" cannot stand beside the others here.`;
      return errorAt(toPointer([...path, key]), 'schema.key-unknown', message, 'Remove it.');
    }
    const message = `The key "${key}" is not known here; known are: ${known.join(', ')}.`;
    return errorAt(toPointer([...path, key]), 'schema.key-unknown', message, nearestName(key, known));
  });
  const rest = keys.length - issues.length;
  if (rest === 0) return issues;
  return [
    ...issues,
    errorAt(toPointer(path), 'schema.key-unknown', `There are ${rest} more unknown keys here.`),
  ];
}

function startsWith(path: Path, start: Path): boolean {
  return start.length <= path.length && start.every((part, index) => path[index] === part);
}

function capitalised(message: string): string {
  return `${message.charAt(0).toUpperCase()}${message.slice(1)}${message.endsWith('.') ? '' : '.'}`;
}
