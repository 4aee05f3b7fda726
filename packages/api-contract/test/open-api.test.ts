import { describe, expect, it } from '@jest/globals';
import { createOpenApi, type Route, routes } from '@daybook/api-contract';
import { z } from 'zod';

const media = z.record(z.string(), z.strictObject({ schema: z.record(z.string(), z.unknown()) }));
const parameter = z.strictObject({
  name: z.string().min(1),
  in: z.enum(['path', 'query', 'header']),
  required: z.boolean(),
  schema: z.record(z.string(), z.unknown()),
});

/** As much of OpenAPI 3.1 as the document uses, and nothing beyond it. */
const openApi = z.strictObject({
  openapi: z.literal('3.1.0'),
  info: z.strictObject({ title: z.string(), version: z.string(), summary: z.string() }),
  servers: z.array(z.strictObject({ url: z.literal('/api/v1') })).length(1),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  paths: z.record(
    z.string().startsWith('/'),
    z.partialRecord(
      z.enum(['get', 'post', 'put', 'patch', 'delete']),
      z.strictObject({
        operationId: z.string(),
        summary: z.string(),
        'x-scope': z.string().nullable(),
        security: z.tuple([]).optional(),
        parameters: z.array(parameter),
        requestBody: z.strictObject({ required: z.boolean(), content: media }).optional(),
        responses: z.record(
          z.string().regex(/^(?:[1-5]\d\d|default)$/),
          z.strictObject({ description: z.string(), content: media.optional() }),
        ),
      }),
    ),
  ),
  components: z.strictObject({
    securitySchemes: z.record(z.string(), z.record(z.string(), z.string())),
    schemas: z.record(z.string(), z.record(z.string(), z.unknown())),
  }),
});

const raw = createOpenApi('1.2.3');
const document = openApi.parse(JSON.parse(JSON.stringify(raw)));
const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ path, method, ...operation })),
);

function find(name: string) {
  const found = operations.find(({ operationId }) => operationId === name);
  if (found === undefined) throw new Error(`no operation ${name}`);
  return found;
}

/** Every schema of the document with its place. */
function schemas(): readonly (readonly [string, Record<string, unknown>])[] {
  return [
    ...Object.entries(document.components.schemas),
    ...operations.flatMap(({ operationId, parameters, requestBody, responses }) => [
      ...parameters.map(({ name, schema }) => [`${operationId} ${name}`, schema] as const),
      ...Object.values(requestBody?.content ?? {}).map(
        ({ schema }) => [`${operationId} body`, schema] as const,
      ),
      ...Object.entries(responses).flatMap(([status, { content = {} }]) =>
        Object.values(content).map(({ schema }) => [`${operationId} ${status}`, schema] as const),
      ),
    ]),
  ];
}

function references(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === '$ref' && typeof inner === 'string' ? [inner] : references(inner),
  );
}

function resolves(reference: string): boolean {
  let place: unknown = document;
  for (const name of reference.replace(/^#\//, '').split('/')) {
    place =
      typeof place === 'object' && place !== null ? new Map(Object.entries(place)).get(name) : undefined;
  }
  return reference.startsWith('#/') && place !== undefined;
}

describe('createOpenApi', () => {
  it('is plain JSON with the version it was given', () => {
    expect(document).toEqual(raw);
    expect(document.info.version).toBe('1.2.3');
  });

  it('has every route once, by its name', () => {
    expect(operations.map(({ operationId }) => operationId).sort()).toEqual(Object.keys(routes).sort());
  });

  it('refers to nothing that is missing', () => {
    const found = references(document);
    expect(found).not.toHaveLength(0);
    expect(found.filter((reference) => !resolves(reference))).toEqual([]);
  });

  it('knows the security schemes that it asks for', () => {
    const asked = document.security.flatMap((choice) => Object.keys(choice));
    expect(asked.sort()).toEqual(Object.keys(document.components.securitySchemes).sort());
  });

  it.each(Object.entries<Route>(routes))('tells the scope of %s', (name, route) => {
    const operation = find(name);
    expect(operation).toMatchObject({ path: route.path, method: route.method.toLowerCase() });
    expect(operation['x-scope']).toBe(route.scope);
    expect(operation.security).toEqual(route.scope === null ? [] : undefined);
  });

  it.each(Object.entries<Route>(routes))('tells what %s answers', (name, { status, media: type }) => {
    const { responses } = find(name);
    expect(Object.keys(responses)).toEqual([String(status), 'default']);
    expect(Object.keys(responses[status]?.content ?? {})).toEqual(status === 204 ? [] : [type]);
    expect(responses['default']?.content).toEqual({
      'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
    });
  });

  it.each(Object.entries<Route>(routes))('tells what %s takes', (name, { path, method, body }) => {
    const { parameters, requestBody } = find(name);
    const named = (place: string) =>
      parameters.filter((entry) => entry.in === place).map((entry) => entry.name);
    expect(named('path').map((entry) => `{${entry}}`)).toEqual(path.match(/\{[a-z_]+\}/g) ?? []);
    expect(parameters.every((entry) => entry.in !== 'path' || entry.required)).toBe(true);
    expect(named('header')).toEqual(method === 'GET' ? [] : ['X-Daybook', 'Idempotency-Key']);
    expect(requestBody === undefined).toBe(body instanceof z.ZodUndefined);
    expect(new Set(parameters.map((entry) => `${entry.in} ${entry.name}`)).size).toBe(parameters.length);
  });

  it('lets lists be asked for without a query', () => {
    const { parameters } = find('listPolicies');
    expect(parameters.map(({ name, required }) => [name, required])).toEqual([
      ['limit', false],
      ['cursor', false],
    ]);
  });

  it('tells an optional body from a required one', () => {
    expect(find('startRun').requestBody?.required).toBe(false);
    expect(find('createToken').requestBody?.required).toBe(true);
  });

  it('has schemas that can be read back', () => {
    const whole = schemas().filter(([, schema]) => references(schema).length === 0);
    const unreadable = whole.filter(([, schema]) => !isReadable(schema));
    expect(whole.length).toBeGreaterThan(operations.length);
    expect(unreadable).toEqual([]);
  });
});

function isReadable(schema: Record<string, unknown>): boolean {
  try {
    z.fromJSONSchema(schema, { defaultTarget: 'draft-2020-12' });
    return !('$schema' in schema);
  } catch {
    return false;
  }
}
