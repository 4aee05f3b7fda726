import type { PathSegment } from './reference.ts';
import { checkPath, expandSchema } from './schema-path.ts';
import type { JsonSchema } from './step-type-shape.ts';

/** A schema together with the document that its `$ref`s point into. */
export interface RootedSchema {
  readonly root: JsonSchema;
  /** `true` stands for anything. */
  readonly schema: JsonSchema | true;
}

const deepest = 6;

/**
 * Why no value of the first schema can ever be one of the second; `undefined` when one can, or when that is unknown.
 * Judges kinds, required members and fixed values, not patterns or bounds.
 */
export function misfit(from: RootedSchema, to: RootedSchema, depth = 0): string | undefined {
  if (depth > deepest) return undefined;
  const sources = branches(from);
  const targets = branches(to);
  let reason: string | undefined;
  for (const source of sources) {
    for (const target of targets) {
      if (source === true || target === true) return undefined;
      const problem = branchMisfit({ ...from, schema: source }, { ...to, schema: target }, depth);
      if (problem === undefined) return undefined;
      reason ??= problem;
    }
  }
  return reason;
}

function branches({ root, schema }: RootedSchema): readonly (JsonSchema | true)[] {
  return schema === true ? [true] : expandSchema(root, schema);
}

interface Rooted {
  readonly root: JsonSchema;
  readonly schema: JsonSchema;
}

function branchMisfit(from: Rooted, to: Rooted, depth: number): string | undefined {
  const given = kindsOf(from.schema);
  const wanted = kindsOf(to.schema);
  if (
    given !== undefined &&
    wanted !== undefined &&
    !given.some((kind) => wanted.some((other) => sameKind(kind, other)))
  ) {
    return `it is ${given.join(' or ')}, and ${wanted.join(' or ')} is needed`;
  }
  const values = fixedValues(from.schema);
  const allowed = fixedValues(to.schema);
  if (values !== undefined && allowed !== undefined && !values.some((value) => allowed.includes(value))) {
    return `it is one of ${values.join(', ')}, and one of ${allowed.join(', ')} is needed`;
  }
  return memberMisfit(from, to, depth) ?? elementMisfit(from, to, depth);
}

function memberMisfit(from: Rooted, to: Rooted, depth: number): string | undefined {
  const properties = from.schema.properties;
  if (properties === undefined || to.schema.properties === undefined) return undefined;
  for (const name of to.schema.required ?? []) {
    const source = properties[name];
    if (source === undefined && from.schema.additionalProperties === false) return `it has no "${name}"`;
    const target = to.schema.properties[name];
    if (typeof source !== 'object' || typeof target !== 'object') continue;
    const problem = misfit({ root: from.root, schema: source }, { root: to.root, schema: target }, depth + 1);
    if (problem !== undefined) return `its "${name}" does not fit: ${problem}`;
  }
  if (to.schema.additionalProperties !== false) return undefined;
  const surplus = (from.schema.required ?? []).find(
    (name) => !Object.hasOwn(to.schema.properties ?? {}, name),
  );
  return surplus === undefined ? undefined : `it has "${surplus}", which is not known there`;
}

function elementMisfit(from: Rooted, to: Rooted, depth: number): string | undefined {
  const source = from.schema.items;
  const target = to.schema.items;
  if (typeof source !== 'object' || typeof target !== 'object') return undefined;
  const problem = misfit({ root: from.root, schema: source }, { root: to.root, schema: target }, depth + 1);
  return problem === undefined ? undefined : `its elements do not fit: ${problem}`;
}

function kindsOf({ type }: JsonSchema): readonly string[] | undefined {
  if (type === undefined) return undefined;
  return typeof type === 'string' ? [type] : type;
}

function sameKind(given: string, wanted: string): boolean {
  return (
    given === wanted ||
    (given === 'integer' && wanted === 'number') ||
    (given === 'number' && wanted === 'integer')
  );
}

function fixedValues({ const: only, enum: several }: JsonSchema): readonly unknown[] | undefined {
  return only === undefined ? several : [only];
}

/** What stands at a place of parameters, as far as their schema tells. */
export function schemaAt(
  root: JsonSchema,
  path: readonly (string | number)[],
): readonly (JsonSchema | true)[] {
  const segments = path.map(
    (part): PathSegment =>
      typeof part === 'number' ? { kind: 'index', index: part } : { kind: 'field', name: part },
  );
  const found = checkPath(root, segments);
  return found.kind === 'possible' ? found.schemas : [true];
}
