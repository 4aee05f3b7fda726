import { createServer, type IncomingMessage, type Server } from 'node:http';
import {
  apiPrefix,
  createClient,
  type Problem,
  type Route,
  type RouteName,
  routes,
} from '@daybook/api-contract';
import { createMcpServer } from '@daybook/mcp-tools';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';

export interface FixtureRequest {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** What each route answers; one that is left out answers 404. */
export type FixtureAnswers = {
  readonly [Name in RouteName]?: (request: FixtureRequest) => unknown;
};

/** Thrown by an answer: the server refuses. */
export class FixtureProblem extends Error {
  readonly problem: Problem;

  constructor(problem: Partial<Problem> & Pick<Problem, 'code' | 'status' | 'detail'>) {
    super(problem.detail);
    this.problem = { type: 'about:blank', title: 'Refused', advice: 'never', issues: [], ...problem };
  }
}

/** A stream of events that stays open after its events. */
export const staysOpen = Symbol('stays open');

/** A server over loopback that answers documents valid by the contract. */
export async function startFixtureServer(answers: FixtureAnswers) {
  const server = createServer((request, response) => {
    void answer(answers, request).then(
      ({ status, type, text, open = false }) => {
        response.writeHead(status, { 'content-type': type });
        if (open) response.write(text);
        else response.end(text);
      },
      (error: unknown) => response.destroy(error instanceof Error ? error : undefined),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const baseUrl = `http://127.0.0.1:${portOf(server)}`;
  return {
    baseUrl,
    client: createClient({ baseUrl, token: 'dbk_fixture', fetch: globalThis.fetch }),
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** An MCP client whose server stands before a fixture. */
export async function connectAgent(answers: FixtureAnswers) {
  const fixture = await startFixtureServer(answers);
  const server = createMcpServer({ client: fixture.client, version: '1.2.3' });
  const agent = new Client({ name: 'test', version: '1.0.0' });
  const [ours, theirs] = InMemoryTransport.createLinkedPair();
  await server.connect(ours);
  await agent.connect(theirs);
  return {
    agent,
    async call(name: string, input: Record<string, unknown> = {}) {
      const result = await agent.callTool({ name, arguments: input });
      const [content] = result.content as { type: string; text: string }[];
      return {
        text: content?.text ?? '',
        document: (result.structuredContent ?? {}) as Record<string, unknown>,
        isError: result.isError === true,
      };
    },
    async close() {
      await agent.close();
      await fixture.close();
    },
  };
}

interface FixtureAnswer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
  readonly open?: boolean;
}

async function answer(answers: FixtureAnswers, request: IncomingMessage): Promise<FixtureAnswer> {
  const url = new URL(request.url ?? '/', 'http://fixture');
  for (const [name, route] of Object.entries(routes)) {
    const params = request.method === route.method ? matchPath(route.path, url.pathname) : undefined;
    const give = answers[name as RouteName];
    if (params === undefined || give === undefined) continue;
    const text = await readBody(request);
    const body: unknown = text === '' ? undefined : JSON.parse(text);
    return write(route, () => give({ params, query: Object.fromEntries(url.searchParams), body }));
  }
  return refuse({ ...unknownThing, detail: `There is no ${url.pathname}.` });
}

function write(route: Route, give: () => unknown): FixtureAnswer {
  try {
    const given = give();
    if (route.media === 'text/event-stream') return writeEvents(given as readonly unknown[]);
    if (route.media !== 'application/json') return { status: 200, type: route.media, text: String(given) };
    const text = JSON.stringify(route.answer.parse(given));
    return { status: route.status, type: 'application/json', text };
  } catch (error) {
    if (error instanceof FixtureProblem) return refuse(error.problem);
    throw error;
  }
}

function writeEvents(events: readonly unknown[]): FixtureAnswer {
  const messages = events.filter((event) => event !== staysOpen);
  const text = messages
    .map((event) => `data: ${JSON.stringify(routes.followRun.answer.parse(event))}\n\n`)
    .join('');
  return { status: 200, type: 'text/event-stream', text, open: events.includes(staysOpen) };
}

const unknownThing: Problem = {
  type: 'about:blank',
  title: 'Not found',
  status: 404,
  detail: '',
  code: 'policy.not-found',
  advice: 'never',
  issues: [],
};

function refuse(problem: Problem): FixtureAnswer {
  return { status: problem.status, type: 'application/problem+json', text: JSON.stringify(problem) };
}

function matchPath(path: string, pathname: string): Record<string, string> | undefined {
  const pattern = `^${apiPrefix}${path.replaceAll(/\{([a-z_]+)\}/g, '(?<$1>[^/]+)')}$`;
  const match = new RegExp(pattern).exec(pathname);
  return match === null ? undefined : { ...match.groups };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** The port that a listening server was given. */
export function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
