import { problem, type Problem } from './problem.ts';
import type { Route, RouteInput, RouteOutput } from './route.ts';
import { apiPrefix, changeHeader, routes } from './routes.ts';
import { type RunEventDocument, runEvent } from './runs.ts';

/** A request that the server refused, with the server's own words. */
export class ApiError extends Error {
  override readonly name: string = 'ApiError';
  readonly problem: Problem;

  constructor(answer: Problem, options?: ErrorOptions) {
    super(answer.detail, options);
    this.problem = answer;
  }
}

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
   * @throws {ApiError} when the server refuses, or can't be reached (code `server.unreachable`).
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
    async call(route, input, options) {
      const response = await send(settings, route, input, options);
      const body: unknown = route.status === 204 ? undefined : await readJson(response);
      return route.answer.parse(body) as RouteOutput<typeof route>;
    },
    async bytes(route, input, options) {
      return new Uint8Array(await (await send(settings, route, input, options)).arrayBuffer());
    },
    async *follow(runId, signal) {
      const response = await send(settings, routes.followRun, { params: { id: runId } }, { signal });
      if (response.body === null) return;
      for await (const data of readEvents(response.body)) yield runEvent.parse(JSON.parse(data));
    },
  };
}

interface Parts {
  readonly params?: unknown;
  readonly query?: unknown;
  readonly body?: unknown;
}

async function send(
  { baseUrl, token, fetch }: ClientSettings,
  route: Route,
  { params, query, body }: Parts,
  { signal, idempotencyKey }: CallOptions = {},
): Promise<Response> {
  const headers = new Headers({ accept: route.media });
  if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
  if (route.method !== 'GET') {
    headers.set(changeHeader.name, changeHeader.value);
    headers.set('content-type', 'application/json');
    if (idempotencyKey !== undefined) headers.set('idempotency-key', idempotencyKey);
  }
  const url = `${baseUrl}${apiPrefix}${fillPath(route.path, params)}${toSearch(query)}`;
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
  if (!response.ok) throw new ApiError(await readProblem(response));
  return response;
}

function fillPath(path: string, params: unknown): string {
  const values = new Map(Object.entries(toRecord(params)));
  return path.replaceAll(/\{([a-z_]+)\}/g, (_, name: string) =>
    encodeURIComponent(String(values.get(name) ?? '')),
  );
}

function toSearch(query: unknown): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(toRecord(query))) {
    if (value !== undefined && value !== null) search.set(name, String(value));
  }
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}

function toRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch (cause) {
    throw new ApiError(brokenAnswer(response.status), { cause });
  }
}

async function readProblem(response: Response): Promise<Problem> {
  const parsed = problem.safeParse(await response.json().catch(() => undefined));
  return parsed.success ? parsed.data : brokenAnswer(response.status);
}

/** The data of each server-sent event. */
async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let buffered = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      buffered += decoder.decode(value, { stream: true });
      const messages = buffered.split('\n\n');
      buffered = messages.pop() ?? '';
      for (const message of messages) {
        const data = message
          .split('\n')
          .flatMap((line) => (line.startsWith('data:') ? [line.slice(5).trimStart()] : []));
        if (data.length > 0) yield data.join('\n');
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function unreachable(baseUrl: string): Problem {
  return {
    type: 'about:blank',
    title: 'Server unreachable',
    status: 503,
    detail: `No Daybook server answers${baseUrl === '' ? '' : ` at ${baseUrl}`}; start one with "daybook serve".`,
    code: 'server.unreachable',
    advice: 'backoff',
    issues: [],
  };
}

function brokenAnswer(status: number): Problem {
  return {
    type: 'about:blank',
    title: 'Unexpected answer',
    status,
    detail: `The server answered with status ${status} and not as Daybook does; is another program on that port?`,
    code: 'server.refused',
    advice: 'never',
    issues: [],
  };
}
