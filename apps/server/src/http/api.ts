import { apiPrefix, type IssueDocument, type Route, routes } from '@daybook/api-contract';
import { type EngineError, isJsonObject, type Logger, toPointer } from '@daybook/kernel';
import type { Tokens } from '@daybook/guardrails';
import { type Context, Hono } from 'hono';
import type { z } from 'zod';
import type { Links } from '../engine/links.ts';
import { authenticate, type Caller } from './caller.ts';
import type { Handlers } from './handler.ts';
import { type IdempotencyPorts, onlyOnce } from './idempotency.ts';
import { checkChangeHeaders } from './origin-rules.ts';
import { problemResponse, type ProblemRedactor, RequestRefusal, toProblem } from './problem.ts';
import { parseBody, readBody } from './request-body.ts';
import { guiHeaders } from './security-headers.ts';

export interface ApiPorts {
  readonly handlers: Handlers;
  readonly tokens: Tokens;
  readonly idempotency: IdempotencyPorts;
  readonly links: Links;
  readonly log: Logger;
  /** Takes secrets out of what is told of failures. @default nothing is taken out */
  readonly redactor?: ProblemRedactor;
}

/** A handler whose route is not known to the compiler any more; the table of handlers has checked that they fit. */
type AnyHandler = (request: {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly bodyText: string;
  readonly caller: Caller;
  readonly seenVersion: number | null;
  readonly lastEvent: number | null;
  readonly signal: AbortSignal;
}) => Promise<unknown>;

/** The API below its prefix: each route is mounted with its own scope and schemas, and nothing else is. */
export function createApi(ports: ApiPorts): Hono {
  const api = new Hono();
  const byName = new Map<string, AnyHandler>(Object.entries(ports.handlers as Record<string, AnyHandler>));
  for (const [name, route] of Object.entries<Route>(routes)) {
    const handler = byName.get(name);
    if (handler === undefined) throw new RangeError(`the route "${name}" has no handler`);
    api.on(route.method, `${apiPrefix}${route.path.replaceAll(/\{(\w+)\}/g, ':$1')}`, (context) =>
      answer(ports, route, { handler, context }),
    );
  }
  api.onError((error) =>
    problemResponse(
      toProblem(error, ports.log, (known) => linkOf(known, ports.links)),
      ports.redactor,
    ),
  );
  return api;
}

async function answer(
  ports: ApiPorts,
  route: Route,
  { handler, context }: { readonly handler: AnyHandler; readonly context: Context },
): Promise<Response> {
  const request = context.req.raw;
  if (route.method !== 'GET') checkChangeHeaders(request);
  const caller = route.scope === null ? nobody : await authenticate(request, ports.tokens, route.scope);
  const params = check(route.params, emptyAsNothing(context.req.param()), 'in the path');
  const query = check(route.query, emptyAsNothing(context.req.query()), 'in the query');
  const bodyText = route.method === 'GET' ? '' : await readBody(request);
  const body = check(route.body, withoutEmpty(route, parseBody(bodyText)), 'in the body');
  const isSecret = route === routes.createToken;
  return onlyOnce(ports.idempotency, { request, isSecret, caller, bodyText }, async () => {
    const { signal } = request;
    const seenVersion = readIfMatch(request);
    const lastEvent = readLastEvent(request);
    const result = await handler({
      params,
      query,
      body,
      bodyText,
      caller,
      seenVersion,
      lastEvent,
      signal,
    });
    return result instanceof Response ? result : toResponse(route, result);
  });
}

/** What is no number is as good as none: the stream then begins with the whole run. */
function readLastEvent(request: Request): number | null {
  const header = request.headers.get('last-event-id') ?? '';
  return /^\d{1,9}$/.test(header) ? Number(header) : null;
}

/** @throws {RequestRefusal} 422 when the header is there and names no version. */
function readIfMatch(request: Request): number | null {
  const header = request.headers.get('if-match');
  if (header === null || header === '*') return null;
  const [, version] = /^"(\d{1,9})"$/.exec(header.trim()) ?? [];
  if (version !== undefined) return Number(version);
  throw new RequestRefusal(422, 'request.invalid', 'If-Match names the version that you saw, such as "3".');
}

/** Asks nothing of the tokens; its scopes open nothing. */
const nobody: Caller = { tokenId: '', kind: 'session', name: 'nobody', scopes: [], actor: 'nobody' };

/** The documents go out as the contract says, and with nothing beside it. */
function toResponse(route: Route, result: unknown): Response {
  if (route.status === 204) return new Response(null, { status: 204, headers: guiHeaders });
  const document: unknown = route.answer.parse(result);
  return new Response(JSON.stringify(document), {
    status: route.status,
    headers: {
      ...guiHeaders,
      ...versionTag(document),
      'content-type': 'application/json',
      'cache-control': 'no-store',
    },
  });
}

/** A policy is tagged with its newest version, for `If-Match`. */
function versionTag(document: unknown): Record<string, string> {
  const isPolicy = typeof document === 'object' && document !== null && 'newest_version' in document;
  return isPolicy ? { etag: `"${String(document.newest_version)}"` } : {};
}

function check(shape: z.ZodType, value: unknown, place: string): unknown {
  const parsed = shape.safeParse(value);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(
    ({ path, message }): IssueDocument => ({
      pointer: toPointer(path.map((part) => (typeof part === 'symbol' ? String(part) : part))),
      code: 'request.invalid',
      message,
      severity: 'error',
    }),
  );
  const [first] = issues;
  const words =
    first === undefined ? '' : ` ${first.pointer === '' ? '' : `${first.pointer}: `}${first.message}.`;
  throw new RequestRefusal(422, 'request.invalid', `Something ${place} is not valid.${words}`, issues);
}

function emptyAsNothing(values: Readonly<Record<string, string>>): unknown {
  return Object.keys(values).length === 0 ? undefined : values;
}

/** A change without a body may be sent as `{}`, since it needs a content type anyway. */
function withoutEmpty(route: Route, body: unknown): unknown {
  const isEmpty = isJsonObject(body as never) && Object.keys(body as object).length === 0;
  return isEmpty && route.body.safeParse(undefined).success ? undefined : body;
}

function linkOf(error: EngineError, links: Links): string | undefined {
  if (error.code === 'delivery.unconfigured') return links.emailSettings;
  const policyId = error.details?.['policy_id'];
  const isDecision = error.code === 'approval.required' || error.code === 'policy.paused';
  return isDecision && typeof policyId === 'string' ? links.policy(policyId) : undefined;
}
