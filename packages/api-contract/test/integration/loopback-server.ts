import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type Client, type ClientSettings, createClient } from '@daybook/api-contract';

/** A request as it came over the wire. */
export interface ReceivedRequest {
  readonly method: string;
  readonly url: string;
  /** With lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export type Answer = (response: ServerResponse, request: ReceivedRequest) => void;

export interface LoopbackServer {
  readonly baseUrl: string;
  readonly requests: readonly ReceivedRequest[];
  client(settings?: Partial<ClientSettings>): Client;
  stop(): Promise<void>;
}

/** A real HTTP server on loopback that keeps what it is asked and answers the same to everything. */
export async function startLoopbackServer(answer: Answer): Promise<LoopbackServer> {
  const requests: ReceivedRequest[] = [];
  const server = createServer((incoming, response) => {
    void receive(incoming).then((request) => {
      requests.push(request);
      answer(response, request);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const baseUrl = `http://127.0.0.1:${portOf(server)}`;
  return {
    baseUrl,
    requests,
    client: (settings = {}) => createClient({ baseUrl, fetch: globalThis.fetch, ...settings }),
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Answers with a text. */
export function text(status: number, type: string, body: string): Answer {
  return (response) => {
    response.writeHead(status, { 'content-type': type }).end(body);
  };
}

/** Answers with a document. */
export function json(status: number, document: unknown): Answer {
  return text(
    status,
    status < 400 ? 'application/json' : 'application/problem+json',
    JSON.stringify(document),
  );
}

/** Answers with a head, so many bytes of a longer body, and a broken connection. */
export function broken(type: string, body: string): Answer {
  return (response) => {
    response.writeHead(200, { 'content-type': type, 'content-length': '100000' });
    response.write(body, () => response.destroy());
  };
}

async function receive(incoming: IncomingMessage): Promise<ReceivedRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  const headers = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)] as const);
  return {
    method: incoming.method ?? '',
    url: incoming.url ?? '',
    headers: Object.fromEntries(headers),
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
