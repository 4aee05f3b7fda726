import { z } from 'zod';
import { problem } from './problem.ts';
import type { Route } from './route.ts';
import { apiPrefix, changeHeader, routes } from './routes.ts';

type Json = Readonly<Record<string, unknown>>;

/** The API as OpenAPI 3.1, made from the routes themselves. */
export function createOpenApi(version: string): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const [name, route] of Object.entries<Route>(routes)) {
    (paths[route.path] ??= {})[route.method.toLowerCase()] = toOperation(name, route);
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Daybook', version, summary: 'Scheduled reports on your own money data.' },
    servers: [{ url: apiPrefix }],
    security: [{ token: [] }, { session: [] }],
    paths,
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: 'daybook_session' },
      },
      schemas: { Problem: toSchema(problem, 'output') },
    },
  };
}

function toOperation(name: string, route: Route): Json {
  return {
    operationId: name,
    summary: route.summary,
    'x-scope': route.scope,
    ...(route.scope === null ? { security: [] } : {}),
    parameters: [
      ...toParameters(route.params, 'path'),
      ...toParameters(route.query, 'query'),
      ...changeParameters(route),
    ],
    ...toRequestBody(route),
    responses: {
      [route.status]: toAnswer(route),
      default: {
        description: 'A problem document.',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  };
}

function toParameters(shape: z.ZodType, place: 'path' | 'query'): readonly Json[] {
  const { properties = {}, required = [] } = toSchema(shape, 'input');
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema,
  }));
}

function changeParameters({ method }: Route): readonly Json[] {
  if (method === 'GET') return [];
  return [
    { name: changeHeader.name, in: 'header', required: true, schema: { const: changeHeader.value } },
    { name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string', maxLength: 200 } },
  ];
}

function toRequestBody({ body }: Route): Json {
  if (isNothing(body)) return {};
  const required = !body.safeParse(undefined).success;
  return { requestBody: { required, content: { 'application/json': { schema: toSchema(body, 'input') } } } };
}

function toAnswer({ status, answer, media }: Route): Json {
  if (status === 204) return { description: 'Done; no body.' };
  const schema = isNothing(answer) ? {} : toSchema(answer, 'output');
  return { description: 'Success.', content: { [media]: { schema } } };
}

function isNothing(shape: z.ZodType): boolean {
  return shape instanceof z.ZodUndefined;
}

function toSchema(shape: z.ZodType, io: 'input' | 'output'): z.core.JSONSchema.BaseSchema {
  if (isNothing(shape)) return {};
  const { $schema: _, ...schema } = z.toJSONSchema(shape, { io, unrepresentable: 'any' });
  return schema;
}
