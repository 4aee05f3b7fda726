import type { z } from 'zod';
import { brokenAnswer, interrupted, unknownForm, unreachable } from './client-problems.ts';
import { ApiError } from './errors/api-error.ts';
import { problem, type Problem } from './problem.ts';
import type { Route, RouteInput, RouteOutput } from './route.ts';
import { routeUrl } from './route-url.ts';
import { changeHeader, routes } from './routes.ts';
import { type RunEventDocument, runEvent } from './runs.ts';
import { readEventData } from './server-sent-events.ts';

export interface ClientSettings {
  /** Such as `http://127.0.0.1:4310`; empty for the page's own origin. */
  readonly baseUrl: string;
  /** Left out in the GUI, whose cookie goes along by itself. */
  readonly token?: string;
  readonly fetch: typeof globalThis.fetch;
}

export interface CallOptions {
  readonly signal?: AbortSignal;
  /** Makes repeating the same change harmless, at most 200 characters. */
  readonly idempotencyKey?: string;
}

/** The typed client: what goes in and out is what the routes say. */
export interface Client {
  /**
   * Calls a route that answers with JSON or nothing.
   * @throws {ApiError} when the server refuses, can't be reached or breaks off (code `server.unreachable`), or answers
   *   otherwise than Daybook of this release (code `server.refused`). The signal's reason when it is aborted.
   */
  call<R extends Route>(route: R, input: RouteInput<R>, options?: CallOptions): Promise<RouteOutput<R>>;
  /** The bytes that a route answers with, such as an artifact's. @throws {ApiError} */
  bytes<R extends Route>(route: R, input: RouteInput<R>, options?: CallOptions): Promise<Uint8Array>;
  /** Follows a run to its end. @throws {ApiError} */
  follow(runId: string, signal: AbortSignal): AsyncGenerator<RunEventDocument>;
}

/** Makes a client of one server. */
export function createClient(settings: ClientSettings): Client {
  return {
    async call<R extends Route>(route: R, input: RouteInput<R>, options: CallOptions = {}) {
      const response = await send(settings, route, input, options);
      if (route.status === 204) return readNothing<R['answer']>(response, route.answer);
      const text = await read(settings, options.signal, () => response.text());
      return readDocument<R['answer']>(text, response, route.answer);
    },
    async bytes(route, input, options = {}) {
      const response = await send(settings, route, input, options);
      return new Uint8Array(await read(settings, options.signal, () => response.arrayBuffer()));
    },
    async *follow(runId, signal) {
      const response = await send(settings, routes.followRun, { params: { id: runId } }, { signal });
      const { body } = response;
      if (body === null || !isEventStream(response)) throw new ApiError(brokenAnswer(response.status));
      const events = readEventData(body);
      try {
        for (;;) {
          const next = await read(settings, signal, () => events.next());
          if (next.done === true) return;
          yield readDocument(next.value, response, runEvent);
        }
      } finally {
        await events.return(undefined);
      }
    },
  };
}

interface Parts {
  readonly params?: unknown;
  readonly query?: unknown;
  readonly body?: unknown;
}

async function send(
  settings: ClientSettings,
  route: Route,
  { params, query, body }: Parts,
  { signal, idempotencyKey }: CallOptions,
): Promise<Response> {
  const { baseUrl, token, fetch } = settings;
  const headers = new Headers({ accept: route.media });
  if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
  if (route.method !== 'GET') {
    headers.set(changeHeader.name, changeHeader.value);
    headers.set('content-type', 'application/json');
    if (idempotencyKey !== undefined) headers.set('idempotency-key', idempotencyKey);
  }
  const url = `${baseUrl}${routeUrl(route, params, query)}`;
  let response: Response;
  try {
    response = await fetch(url, {
      method: route.method,
      headers,
      redirect: 'error',
      ...(route.method === 'GET' ? {} : { body: JSON.stringify(body ?? {}) }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (cause) {
    signal?.throwIfAborted();
    throw new ApiError(unreachable(baseUrl), { cause });
  }
  if (response.ok) return response;
  throw new ApiError(toProblem(await read(settings, signal, () => response.text()), response.status));
}

/** Reads on in an answer that has begun. */
async function read<T>(
  { baseUrl }: ClientSettings,
  signal: AbortSignal | undefined,
  more: () => Promise<T>,
): Promise<T> {
  try {
    return await more();
  } catch (cause) {
    signal?.throwIfAborted();
    throw new ApiError(interrupted(baseUrl), { cause });
  }
}

async function readNothing<Answer extends z.ZodType>(
  response: Response,
  shape: Answer,
): Promise<z.output<Answer>> {
  if (response.status === 204) return shape.parse(undefined);
  await response.body?.cancel();
  throw new ApiError(brokenAnswer(response.status));
}

function readDocument<Answer extends z.ZodType>(
  text: string,
  { status }: Response,
  shape: Answer,
): z.output<Answer> {
  const document = parseJson(text);
  if (document === undefined) throw new ApiError(brokenAnswer(status));
  const parsed = shape.safeParse(document);
  if (parsed.success) return parsed.data;
  throw new ApiError(unknownForm(status), { cause: parsed.error });
}

function toProblem(text: string, status: number): Problem {
  const parsed = problem.safeParse(parseJson(text));
  return parsed.success ? parsed.data : brokenAnswer(status);
}

/** Nothing for a text that is no JSON, since no JSON means it. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isEventStream({ headers }: Response): boolean {
  return headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() === routes.followRun.media;
}
