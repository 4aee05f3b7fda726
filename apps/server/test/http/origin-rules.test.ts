import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type RunningServer, startServer } from '../../src/serve.ts';
import { freePort } from './free-port.ts';
import { type OpenedDaybook, openDaybook } from './opened-daybook.ts';
import { quickPolicy } from './small-policies.ts';

let opened: OpenedDaybook;
let server: RunningServer;
let port: number;
let policyId: string;

beforeAll(async () => {
  opened = await openDaybook();
  const created = await opened.api('POST', '/policies', { body: quickPolicy('kept-secret-name') });
  policyId = created.json.id;
  mkdirSync(opened.surroundings.guiFolder);
  writeFileSync(join(opened.surroundings.guiFolder, 'index.html'), '<!doctype html><title>GUI</title>');
  port = await freePort();
  server = await startServer({ ...opened.surroundings, port }, { dataFolder: opened.folder });
});
afterAll(async () => {
  await server.stop();
  await opened.close();
});

interface RawAnswer {
  readonly status: number;
  readonly headers: string;
  readonly body: string;
}

/** Sends the bytes as they are and reads until the server closes. */
async function raw(text: string): Promise<RawAnswer> {
  const socket = connect(port, '127.0.0.1');
  socket.setTimeout(5_000, () => socket.destroy());
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.on('error', () => undefined);
  socket.write(text);
  await once(socket, 'close');
  const whole = Buffer.concat(chunks).toString('utf8');
  const [headers = '', ...rest] = whole.split('\r\n\r\n');
  return {
    status: Number(/^HTTP\/1\.1 (\d{3})/.exec(headers)?.[1] ?? 0),
    headers,
    body: rest.join('\r\n\r\n'),
  };
}

interface Forged {
  readonly method?: string;
  readonly target?: string;
  readonly host?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A request with the person's own token, so that only the rules stand in its way. */
function forge({ method = 'GET', target = '/api/v1/policies', host, headers = {}, body }: Forged): string {
  const lines = {
    ...(host === null ? {} : { Host: host ?? `127.0.0.1:${port}` }),
    Authorization: `Bearer ${opened.person}`,
    Connection: 'close',
    ...(body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(body)) }),
    ...headers,
  };
  const head = Object.entries(lines).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${target} HTTP/1.1\r\n${head.join('')}\r\n${body ?? ''}`;
}

const change = { 'X-Daybook': '1', 'Content-Type': 'application/json' };
const post = (given: Forged): Forged => ({ method: 'POST', body: document, ...given });
const document = JSON.stringify(quickPolicy('forged'));
const pause = (): string => `/api/v1/policies/${policyId}/pause`;

/** By what they try; each holds a valid token. */
const forged: Readonly<Record<string, () => Forged>> = {
  'a rebound name': () => ({ host: `evil.example:${port}` }),
  'a rebound name without a port': () => ({ host: 'evil.example' }),
  'a rebound name that begins like ours': () => ({ host: `127.0.0.1.evil.example:${port}` }),
  'a rebound name that ends like ours': () => ({ host: `evil-localhost:${port}` }),
  'a name below localhost': () => ({ host: `evil.localhost:${port}` }),
  'a trailing dot': () => ({ host: `localhost.:${port}` }),
  'an address with a trailing dot': () => ({ host: `127.0.0.1.:${port}` }),
  'another port': () => ({ host: '127.0.0.1:80' }),
  'no port': () => ({ host: '127.0.0.1' }),
  'a port with a zero before it': () => ({ host: `127.0.0.1:0${port}` }),
  'another spelling of the address': () => ({ host: `2130706433:${port}` }),
  'a short spelling of the address': () => ({ host: `127.1:${port}` }),
  'the address of any machine': () => ({ host: `0.0.0.0:${port}` }),
  'a user before the host': () => ({ host: `evil@127.0.0.1:${port}` }),
  'an empty host': () => ({ host: '' }),
  'no host': () => ({ host: null }),
  'a host twice': () => ({ headers: { host: `evil.example:${port}` } }),
  'a rebound name in an absolute target': () => ({ target: `http://evil.example:${port}/api/v1/policies` }),
  'a rebound name behind a good target': () => ({
    target: `http://127.0.0.1:${port}/api/v1/policies`,
    host: `evil.example:${port}`,
  }),
  'origin null': () => ({ headers: { Origin: 'null' } }),
  'a foreign origin': () => ({ headers: { Origin: 'https://evil.example' } }),
  'our origin with https': () => ({ headers: { Origin: `https://127.0.0.1:${port}` } }),
  'our origin with another port': () => ({ headers: { Origin: 'http://127.0.0.1:3000' } }),
  'our origin as the beginning of another': () => ({
    headers: { Origin: `http://127.0.0.1:${port}.evil.example` },
  }),
  'an empty origin': () => ({ headers: { Origin: '' } }),
  'an origin of a file': () => ({ headers: { Origin: 'file://' } }),
  'a read from another site': () => ({ headers: { 'Sec-Fetch-Site': 'cross-site' } }),
  'a read from another port': () => ({ headers: { 'Sec-Fetch-Site': 'same-site' } }),
  'a change from another site': () => post({ headers: { ...change, 'Sec-Fetch-Site': 'cross-site' } }),
  'a change as plain text': () => post({ headers: { ...change, 'Content-Type': 'text/plain' } }),
  'a change as plain text that says JSON': () =>
    post({ headers: { ...change, 'Content-Type': 'text/plain; application/json' } }),
  'a change as a form': () =>
    post({
      target: pause(),
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: '_method=POST&x-daybook=1',
    }),
  'a change as a form of parts': () =>
    post({ headers: { ...change, 'Content-Type': 'multipart/form-data; boundary=x' } }),
  'a change without a type': () => post({ headers: { 'X-Daybook': '1' } }),
  'a change without our header': () => post({ headers: { 'Content-Type': 'application/json' } }),
  'a change with another value of our header': () => post({ headers: { ...change, 'X-Daybook': 'true' } }),
  'two slashes': () => ({ target: '//api/v1/policies' }),
  'two slashes within': () => ({ target: '/api//v1/policies' }),
  'an encoded slash': () => ({ target: '/api%2Fv1/policies' }),
  'an encoded slash within an id': () => ({ target: `/api/v1/policies%2F${policyId}` }),
  'another spelling of the prefix': () => ({ target: '/API/v1/policies' }),
  'a slash at the end': () => ({ target: '/api/v1/policies/' }),
  backslashes: () => ({ target: '\\api\\v1\\policies' }),
  'a read with a method to override it': () => ({
    target: pause(),
    headers: { ...change, 'X-HTTP-Method-Override': 'POST', 'X-Method-Override': 'POST' },
  }),
  'a read with a method in the query': () => ({ target: `${pause()}?_method=POST`, headers: change }),
  'a change with a method to override it': () =>
    post({ headers: { ...change, 'X-HTTP-Method-Override': 'GET' }, target: `/api/v1/policies/${policyId}` }),
  'a method in lower case': () => ({ method: 'post', target: pause(), headers: change, body: '{}' }),
  'an unknown method': () => ({ method: 'PURGE', target: pause(), headers: change }),
  'a question before a change': () => ({
    method: 'OPTIONS',
    headers: { Origin: 'https://evil.example', 'Access-Control-Request-Method': 'POST' },
  }),
  'a question before a change from our own origin': () => ({
    method: 'OPTIONS',
    headers: { Origin: `http://127.0.0.1:${port}`, 'Access-Control-Request-Method': 'POST' },
  }),
  'a head of a foreign origin': () => ({ method: 'HEAD', headers: { Origin: 'https://evil.example' } }),
  'a trace': () => ({ method: 'TRACE' }),
};

describe('a forged request', () => {
  it.each(Object.entries(forged))('with %s reads and changes nothing', async (_what, build) => {
    const answer = await raw(forge(build()));
    expect(answer.body).not.toContain('kept-secret-name');
    expect(answer.headers.toLowerCase()).not.toContain('access-control-');
    // Addresses that are none of the API's are the GUI's own, which holds nothing of anybody's.
    const isPage = answer.status === 200 && answer.body.includes('<title>GUI</title>');
    expect(isPage || answer.status === 0 || answer.status >= 400).toBe(true);
    const { json } = await opened.api('GET', '/policies');
    expect(json.items).toMatchObject([{ name: 'kept-secret-name', standing: 'proposed' }]);
  });
});

describe('an honest request', () => {
  it.each([
    ['by address', () => ({})],
    ['by name', () => ({ host: `localhost:${port}` })],
    ['by name in capitals', () => ({ host: `LOCALHOST:${port}` })],
    [
      'of our own page',
      () => ({ headers: { Origin: `http://127.0.0.1:${port}`, 'Sec-Fetch-Site': 'same-origin' } }),
    ],
    ['typed by a person', () => ({ headers: { 'Sec-Fetch-Site': 'none' } })],
    ['that climbs within the API', () => ({ target: '/api/v1/runs/../policies' })],
  ])('%s is answered', async (_what, build: () => Forged) => {
    const answer = await raw(forge(build()));
    expect(answer.status).toBe(200);
    expect(answer.body).toContain('kept-secret-name');
    expect(answer.headers.toLowerCase()).not.toContain('access-control-');
  });

  it('with a foreign site behind it still opens the GUI, which holds nothing of anybody', async () => {
    const answer = await raw(forge({ target: '/policies', headers: { 'Sec-Fetch-Site': 'cross-site' } }));
    expect(answer.status).toBe(200);
  });

  it('for the head alone tells no body and no more than the read does', async () => {
    const answer = await raw(forge({ method: 'HEAD' }));
    expect(answer.body).toBe('');
  });
});

describe('every answer', () => {
  it.each([
    ['a page', '/', {}],
    ['an address of the GUI', '/policies/x', {}],
    ['a file that is not there', '/none.js', {}],
    ['the API', '/api/v1/health', {}],
    ['a list', '/api/v1/policies', {}],
    ['a problem', '/api/v1/policies/pol_0', {}],
    ['an unknown route', '/api/v1/none', {}],
    ['a refused host', '/', { host: 'evil.example' }],
    ['a used sign-in link', '/sign-in?code=x', {}],
    ['another method', '/', { method: 'DELETE' }],
  ])('forbids frames, foreign scripts and guessed types: %s', async (_what, target, given: Forged) => {
    const headers = (await raw(forge({ target, ...given }))).headers.toLowerCase();
    expect(headers).toContain("content-security-policy: default-src 'self'; script-src 'self';");
    expect(headers).toContain("frame-ancestors 'none'");
    expect(headers).toContain('x-content-type-options: nosniff');
    expect(headers).not.toMatch(/unsafe-(inline|eval)|access-control-/);
  });
});
