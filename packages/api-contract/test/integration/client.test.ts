import { afterEach, describe, expect, it } from '@jest/globals';
import { type Route, routes } from '@daybook/api-contract';
import { examples } from '../examples.ts';
import { artifact, policyDetail, runDetail } from '../documents.ts';
import { type Answer, json, type LoopbackServer, startLoopbackServer, text } from './loopback-server.ts';

interface Example {
  readonly input: object;
  readonly url: string;
  readonly body?: unknown;
  readonly answer: unknown;
}
const all = Object.entries<Route>(routes);
const documents = all.filter(([, { media }]) => media === 'application/json');
const others = all.filter(([, { media }]) => media !== 'application/json');
const exampleOf = (name: string): Example => {
  const found = new Map<string, Example>(Object.entries(examples)).get(name);
  if (found === undefined) throw new Error(`no example of ${name}`);
  return found;
};

let server: LoopbackServer;
const start = async (answer: Answer): Promise<LoopbackServer> => (server = await startLoopbackServer(answer));
afterEach(() => server.stop());

/** The headers that Daybook cares about. */
function carried(): unknown {
  const { headers = {} } = server.requests[0] ?? {};
  const names = ['accept', 'authorization', 'content-type', 'idempotency-key', 'x-daybook'];
  return Object.fromEntries(names.flatMap((name) => (name in headers ? [[name, headers[name]]] : [])));
}

describe('createClient', () => {
  it.each(documents)('asks for %s as the route says', async (name, route) => {
    const { input, url, body, answer } = exampleOf(name);
    await start(
      route.status === 204 ? (response) => response.writeHead(204).end() : json(route.status, answer),
    );
    expect(await server.client({ token: 'dbk_1' }).call(route, input)).toEqual(answer);
    const isChange = route.method !== 'GET';
    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]).toMatchObject({
      method: route.method,
      url,
      body: isChange ? JSON.stringify(body) : '',
    });
    expect(carried()).toEqual({
      accept: 'application/json',
      authorization: 'Bearer dbk_1',
      ...(isChange ? { 'content-type': 'application/json', 'x-daybook': '1' } : {}),
    });
  });

  it.each(others)('asks for the bytes of %s as the route says', async (name, route) => {
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    const { input, url } = exampleOf(name);
    await start((response) => response.writeHead(200, { 'content-type': route.media }).end(bytes));
    expect(await server.client({ token: 'dbk_1' }).bytes(route, input)).toEqual(bytes);
    expect(server.requests[0]).toMatchObject({ method: 'GET', url, body: '' });
    expect(carried()).toEqual({ accept: route.media, authorization: 'Bearer dbk_1' });
  });

  it('sends no authorization without a token', async () => {
    await start(json(200, examples.getHealth.answer));
    await server.client().call(routes.getHealth, {});
    expect(carried()).toEqual({ accept: 'application/json' });
  });

  it('sends an idempotency key with a change', async () => {
    await start(json(202, runDetail));
    await server.client().call(routes.startRun, { params: { id: 'pol_1' } }, { idempotencyKey: 'once:7' });
    expect(carried()).toMatchObject({ 'idempotency-key': 'once:7', 'x-daybook': '1' });
  });

  it('sends no idempotency key with a question', async () => {
    await start(json(200, runDetail));
    await server.client().call(routes.getRun, { params: { id: 'run_1' } }, { idempotencyKey: 'once:7' });
    expect(carried()).toEqual({ accept: 'application/json' });
  });

  it('sends text of any language as UTF-8', async () => {
    await start(json(201, policyDetail));
    const body = { name: '周报 🙃 \u2028 "ü"', schema_version: 1 };
    await server.client().call(routes.createPolicy, { body });
    expect(JSON.parse(server.requests[0]?.body ?? '')).toEqual(body);
  });

  it('passes over what a newer server adds to a document', async () => {
    await start(json(200, { status: 'ok', colour: 'green' }));
    expect(await server.client().call(routes.getHealth, {})).toEqual({ status: 'ok' });
  });

  it('shares one client among calls at the same time', async () => {
    await start((response, request) => {
      json(200, { ...runDetail, id: request.url.split('/').at(-1) })(response, request);
    });
    const client = server.client();
    const ids = Array.from({ length: 20 }, (_, index) => `run_${index}`);
    const found = await Promise.all(ids.map((id) => client.call(routes.getRun, { params: { id } })));
    expect(found.map(({ id }) => id)).toEqual(ids);
  });
});

describe('paths and queries', () => {
  it.each([
    ['a b', 'a%20b'],
    ['a/b', 'a%2Fb'],
    ['../x', '..%2Fx'],
    ['a?b=c&d#e', 'a%3Fb%3Dc%26d%23e'],
    ['50%25', '50%2525'],
    ['%2e%2e', '%252e%252e'],
    ['$&$1', '%24%26%241'],
    ['{id}', '%7Bid%7D'],
    ['...', '...'],
    ['ä周🙃', '%C3%A4%E5%91%A8%F0%9F%99%83'],
    ['a\r\nb', 'a%0D%0Ab'],
  ])('keep %j one part of the path', async (id, part) => {
    await start(json(200, policyDetail));
    await server.client().call(routes.getPolicy, { params: { id } });
    expect(server.requests[0]?.url).toBe(`/api/v1/policies/${part}`);
  });

  it.each(['', '.', '..', '\ud800'])('refuse %j, which would ask for something else', async (id) => {
    await start(json(200, policyDetail));
    await expect(server.client().call(routes.pausePolicy, { params: { id } })).rejects.toMatchObject({
      name: 'ApiError',
      problem: { status: 422, code: 'request.invalid', issues: [{ pointer: '/id' }] },
    });
    expect(server.requests).toEqual([]);
  });

  it('leave out what is not given', async () => {
    await start(json(200, { items: [], next_cursor: null }));
    await server.client().call(routes.listRuns, { query: {} });
    await server.client().call(routes.listRuns, { query: { cursor: undefined, limit: 5 } });
    await server.client().call(routes.listRuns, {});
    expect(server.requests.map(({ url }) => url)).toEqual([
      '/api/v1/runs',
      '/api/v1/runs?limit=5',
      '/api/v1/runs',
    ]);
  });

  it('carry a cursor of any characters unharmed', async () => {
    await start(json(200, { items: [], next_cursor: null }));
    const cursor = 'a+b/c=&d ä周🙃#?%';
    await server.client().call(routes.listAudit, { query: { cursor } });
    const asked = new URL(server.requests[0]?.url ?? '', server.baseUrl);
    expect([...asked.searchParams]).toEqual([['cursor', cursor]]);
  });

  it('fill in every parameter', async () => {
    await start(text(200, 'text/html', ''));
    await server.client().bytes(routes.previewReport, { params: { id: artifact.report_id, version: 3 } });
    expect(server.requests[0]?.url).toBe('/api/v1/reports/rep_1/versions/3/preview');
  });
});
