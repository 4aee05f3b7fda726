import type { PathSegment } from './reference.ts';
import type { JsonSchema } from './step-type-shape.ts';

/** Whether a path can exist in values of a schema. */
export type PathCheck =
  /** The schemas that a value at the end of the path may have; `true` stands for anything. */
  | { readonly kind: 'possible'; readonly schemas: readonly (JsonSchema | true)[] }
  | {
      readonly kind: 'impossible';
      /** Which segment of the path fails, from 0. */
      readonly segment: number;
      /** Names that could stand there; empty where no field can. */
      readonly fields: readonly string[];
      readonly reason: string;
    };

/** Follows a path through a schema. Unions are followed in every branch; what is not described is possible. */
export function checkPath(root: JsonSchema, path: readonly PathSegment[]): PathCheck {
  let current: readonly (JsonSchema | true)[] = expandSchema(root, root);
  const plucks = path.filter(({ kind }) => kind === 'pluck').length;
  for (const [index, segment] of path.entries()) {
    const next = current.flatMap((schema) =>
      schema === true ? [true as const] : follow(root, schema, segment),
    );
    if (next.length === 0) return impossible(current, segment, index);
    current = next;
  }
  // Each pluck makes a list of what follows it.
  const schemas = plucks === 0 ? current : current.map((schema) => listOf(schema, plucks));
  return { kind: 'possible', schemas };
}

function listOf(schema: JsonSchema | true, depth: number): JsonSchema {
  const list: JsonSchema = { type: 'array', items: schema };
  return depth === 1 ? list : listOf(list, depth - 1);
}

/** The names of the fields that an object at that place of a document may have. */
export function fieldsAt(root: JsonSchema, path: readonly (string | number)[]): readonly string[] {
  const segments = path.map(
    (part): PathSegment =>
      typeof part === 'number' ? { kind: 'index', index: part } : { kind: 'field', name: part },
  );
  const found = checkPath(root, segments);
  if (found.kind === 'impossible') return [];
  const names = found.schemas.flatMap((schema) =>
    schema === true ? [] : Object.keys(schema.properties ?? {}),
  );
  return [...new Set(names)];
}

function follow(root: JsonSchema, schema: JsonSchema, segment: PathSegment): readonly (JsonSchema | true)[] {
  if (segment.kind === 'field') {
    const own = Object.hasOwn(schema.properties ?? {}, segment.name)
      ? schema.properties?.[segment.name]
      : undefined;
    if (own !== undefined) return expandSchema(root, own);
    if (!allows(schema, 'object')) return [];
    if (schema.additionalProperties !== undefined) return expandSchema(root, schema.additionalProperties);
    return schema.properties === undefined ? [true] : [];
  }
  if (!allows(schema, 'array')) return [];
  return schema.items === undefined ? [true] : expandSchema(root, schema.items);
}

function allows(schema: JsonSchema, type: string): boolean {
  if (schema.type === undefined) return true;
  return typeof schema.type === 'string' ? schema.type === type : schema.type.includes(type);
}

/** Resolves `$ref` and opens unions, so that what comes out can be looked at directly; `true` stands for anything. */
export function expandSchema(
  root: JsonSchema,
  schema: JsonSchema | boolean,
  depth = 0,
): readonly (JsonSchema | true)[] {
  if (schema === true) return [true];
  if (schema === false) return [];
  if (depth > 16) return [true];
  if (schema.$ref !== undefined) return expandSchema(root, resolve(root, schema.$ref), depth + 1);
  const branches = schema.anyOf ?? schema.oneOf;
  if (branches !== undefined) return branches.flatMap((branch) => expandSchema(root, branch, depth + 1));
  return [schema];
}

function resolve(root: JsonSchema, ref: string): JsonSchema | boolean {
  if (ref === '#') return root;
  const name = /^#\/\$defs\/(.+)$/.exec(ref)?.[1];
  return name === undefined ? true : (root.$defs?.[name] ?? true);
}

function impossible(current: readonly (JsonSchema | true)[], segment: PathSegment, index: number): PathCheck {
  const schemas = current.filter((schema) => schema !== true);
  const fields = [...new Set(schemas.flatMap((schema) => Object.keys(schema.properties ?? {})))];
  const isList = schemas.some((schema) => schema.type === 'array');
  if (segment.kind !== 'field') {
    return { kind: 'impossible', segment: index, fields, reason: 'there is no list at that place' };
  }
  if (isList && fields.length === 0) {
    const reason = 'a list stands at that place; write [0] for its first element or [*] for all of them';
    return { kind: 'impossible', segment: index, fields, reason };
  }
  const reason =
    fields.length === 0 ? 'there are no fields at that place' : `there are: ${fields.join(', ')}`;
  return { kind: 'impossible', segment: index, fields, reason };
}
