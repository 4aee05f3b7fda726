import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { scopes, type Scope } from '@daybook/api-contract';
import type { TokenKind } from '@daybook/guardrails';
import { composeDaybook, type Daybook, type Surroundings } from '../../src/compose.ts';
import { createConsoleLogger } from '../../src/console-logger.ts';
import { createRandomIds } from '../../src/random-ids.ts';
import { temporaryFolder } from '../terminal-fixture.ts';
import { type AnswerDocument, readDocument } from './answer-document.ts';
import { createTurnedClock, type TurnedClock } from './turned-clock.ts';

/** Where the Daybook of a test says that it is; nobody listens there. */
export const base = 'http://127.0.0.1:4310';

/** What a test asks for; headers that a change needs are added, and a body that is no text is written as JSON. */
export interface Ask {
  readonly token?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** What came back, with its body read as JSON where it is some. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: AnswerDocument;
}

/** A whole Daybook over a database of its own, whose clock the test turns. */
export interface OpenedDaybook {
  readonly daybook: Daybook;
  readonly clock: TurnedClock;
  readonly surroundings: Surroundings;
  readonly folder: string;
  /** Tokens of a signed-in person and of an agent with all that agents can have. */
  readonly person: string;
  readonly agent: string;
  /** All lines that were logged, from debug on. */
  readonly log: readonly string[];
  /** A request below `/api/v1`, by the person unless it says otherwise; an empty token sends none. */
  api(method: string, path: string, ask?: Ask): Promise<Answer>;
  /** Any request, as it is. */
  fetch(request: Request): Promise<Response>;
  issue(kind: TokenKind, held: readonly Scope[], name?: string): Promise<string>;
  close(): Promise<void>;
}

interface OpenOptions {
  readonly now?: string;
  readonly key?: Uint8Array;
  readonly mail?: Surroundings['mail'];
  readonly guiFolder?: string;
}

export async function openDaybook(options: OpenOptions = {}): Promise<OpenedDaybook> {
  const temporary = temporaryFolder();
  const folder = temporary.path;
  const clock = createTurnedClock(options.now ?? '2026-03-06T20:00:00Z');
  const log: string[] = [];
  const surroundings: Surroundings = {
    databaseFile: join(folder, 'daybook.db'),
    key: options.key ?? new Uint8Array(32).fill(0x5a),
    fileFolder: join(folder, 'files'),
    deliveryFolder: join(folder, 'deliveries'),
    guiFolder: options.guiFolder ?? join(folder, 'gui'),
    mail: options.mail ?? { smtpUrl: undefined, from: undefined },
    host: '127.0.0.1',
    port: 4310,
    version: '0.0.0',
    clock,
    ids: createRandomIds(() => Date.now()),
    random: () => 0.5,
    log: createConsoleLogger((line) => log.push(line), 'debug'),
  };
  const daybook = await composeDaybook(surroundings);
  const issue = async (kind: TokenKind, held: readonly Scope[], name = 'tester'): Promise<string> =>
    (await daybook.tokens.issue({ kind, name, scopes: held })).token;
  const person = await issue('session', scopes, 'gui');
  const agent = await issue('agent', ['read', 'author', 'run'], 'mcp');
  const fetch = async (request: Request): Promise<Response> => daybook.app.fetch(request);
  return {
    daybook,
    clock,
    surroundings,
    folder,
    person,
    agent,
    log,
    issue,
    fetch,
    api: async (method, path, ask = {}) =>
      readAnswer(await fetch(toRequest(method, `${base}/api/v1${path}`, { token: person, ...ask }))),
    async close() {
      await daybook.live.drain(0);
      await daybook.close();
      temporary.remove();
    },
  };
}

/** A request as a well-behaved client makes it. */
export function toRequest(method: string, url: string, { token = '', body, headers, signal }: Ask): Request {
  const isChange = method !== 'GET' && method !== 'HEAD';
  return new Request(url, {
    method,
    headers: {
      ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
      ...(isChange ? { 'x-daybook': '1', 'content-type': 'application/json' } : {}),
      ...headers,
    },
    ...(isChange ? { body: typeof body === 'string' ? body : JSON.stringify(body ?? {}) } : {}),
    ...(signal === undefined ? {} : { signal }),
  });
}

export async function readAnswer(response: Response): Promise<Answer> {
  const { status, headers } = response;
  const text = await response.text();
  return { status, headers, text, json: readDocument(isJson(headers) && text !== '' ? text : '{}') };
}

function isJson(headers: Headers): boolean {
  return /json/.test(headers.get('content-type') ?? '');
}

/** Asks again until the answer is there, for fifteen seconds. */
export async function eventually<T>(ask: () => Promise<T | undefined>): Promise<T> {
  const end = performance.now() + 15_000;
  while (performance.now() < end) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await pause(20);
  }
  throw new Error('What the test waits for did not come.');
}

/** The run, once it has ended. */
export function endedRun(opened: OpenedDaybook, runId: string): Promise<AnswerDocument> {
  return eventually(async () => {
    const { json } = await opened.api('GET', `/runs/${runId}`);
    return json.finished_at === null ? undefined : json;
  });
}

/** Saves a policy and approves it. @returns its detail. */
export async function approved(opened: OpenedDaybook, document: unknown): Promise<AnswerDocument> {
  const created = await opened.api('POST', '/policies', { body: document });
  if (created.status !== 201) throw new Error(created.text);
  return approveNewest(opened, created.json.id);
}

/** Approves what waits. */
export async function approveNewest(opened: OpenedDaybook, policyId: string): Promise<AnswerDocument> {
  const { json } = await opened.api('GET', `/policies/${policyId}`);
  const answer = await opened.api('POST', `/policies/${policyId}/approve`, {
    body: { hash: json.version.hash },
  });
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.json;
}
