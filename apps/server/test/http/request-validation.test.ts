import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AnswerDocument } from './answer-document.ts';
import { type Route, routes } from '@daybook/api-contract';
import { startServer } from '../../src/serve.ts';
import { freePort } from './free-port.ts';
import { type Answer, base, type OpenedDaybook, openDaybook, readAnswer } from './opened-daybook.ts';
import { quickPolicy } from './small-policies.ts';

let opened: OpenedDaybook;
let policyId: string;

beforeAll(async () => {
  opened = await openDaybook();
  policyId = (await opened.api('POST', '/policies', { body: quickPolicy() })).json.id;
});
afterAll(() => opened.close());

/** The members that RFC 9457 and the contract ask for, and no others. */
function expectProblem(answer: Answer, status: number): AnswerDocument {
  const { json } = answer;
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(json).toMatchObject({
    type: 'about:blank',
    title: expect.stringMatching(/./),
    status,
    detail: expect.stringMatching(/[.!?]$/),
    code: expect.stringMatching(/^[a-z]+\.[a-z-]+$/),
    advice: expect.stringMatching(/^(never|backoff|after)$/),
    issues: expect.any(Array),
  });
  const known = [
    'type',
    'title',
    'status',
    'detail',
    'code',
    'advice',
    'retry_after',
    'issues',
    'link',
    'details',
  ];
  expect(Object.keys(json).filter((name) => !known.includes(name))).toEqual([]);
  return json;
}

const changes = Object.values<Route>(routes).filter(({ method }) => method !== 'GET');
const pathOf = ({ path }: Route): string => path.replace('{id}', policyId);

describe('a change', () => {
  it.each([['{'], ['{"a":1,}'], ["{'a':1}"], ['undefined'], ['{}{}'], ['\uFEFF{}x']])(
    'that is not JSON, as in %s, is 400',
    async (body) => {
      expectProblem(await opened.api('POST', '/policies', { body }), 400);
    },
  );

  it('that is not UTF-8 is 400', async () => {
    const request = new Request(`${base}/api/v1/policies`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${opened.person}`,
        'x-daybook': '1',
        'content-type': 'application/json',
      },
      body: new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]),
    });
    expectProblem(await readAnswer(await opened.fetch(request)), 400);
  });

  it('that is too large is 413, whatever it is', async () => {
    const body = JSON.stringify({ ...quickPolicy('large'), description: 'x'.repeat(2 * 1024 * 1024) });
    expectProblem(await opened.api('POST', '/policies', { body }), 413);
    expect((await opened.api('GET', '/policies')).json.items).toHaveLength(1);
  });

  it('that is nested deeply is refused and harms nothing', async () => {
    const deep = `{"a":${'['.repeat(500_000)}${']'.repeat(500_000)}}`;
    const answer = await opened.api('POST', '/policies', { body: deep });
    expect([413, 422]).toContain(answer.status);
    expect((await opened.api('POST', '/policies', { body: '['.repeat(1_000_000) })).status).toBe(400);
  });

  it.each([['text/plain'], ['application/x-www-form-urlencoded'], ['application/jsonx'], ['']])(
    'of the type "%s" is 415 on every route',
    async (type) => {
      for (const route of changes) {
        const answer = await opened.api(route.method, pathOf(route), { headers: { 'content-type': type } });
        expectProblem(answer, 415);
      }
    },
  );

  it('with a charset behind its type is taken', async () => {
    const headers = { 'content-type': 'Application/JSON; charset=utf-8' };
    expect((await opened.api('POST', '/policies/validate', { body: quickPolicy(), headers })).status).toBe(
      200,
    );
  });

  it('with a member that the route does not know is 422, with its place', async () => {
    const answer = await opened.api('PATCH', `/policies/${policyId}/schedule`, {
      body: { cron: 5, once: 1 },
    });
    const { issues } = expectProblem(answer, 422);
    expect(issues).toEqual(
      expect.arrayContaining([expect.objectContaining({ pointer: '/cron', code: 'request.invalid' })]),
    );
  });

  it('with a body where none belongs is 422', async () => {
    expectProblem(await opened.api('POST', `/policies/${policyId}/pause`, { body: { until: 'noon' } }), 422);
  });

  it.each([['null'], ['[]'], ['"text"'], ['5'], ['true'], ['']])(
    'of %s in place of an object is 422',
    async (body) => {
      expectProblem(await opened.api('POST', '/policies', { body }), 422);
    },
  );
});

describe('an id', () => {
  const malformed = [
    'x',
    'pol_',
    'POL_0',
    'run_0',
    'pol_A',
    'pol_0%00',
    'pol_0%0A',
    `pol_${'0'.repeat(65)}`,
    '%27',
    '*',
    "pol_0'--",
  ];
  it.each(malformed)('spelled %s is 422 before it is looked up', async (id) => {
    const { issues } = expectProblem(await opened.api('GET', `/policies/${id}`), 422);
    expect(issues).toMatchObject([{ pointer: '/id', severity: 'error' }]);
  });

  const missing: readonly (readonly [method: string, path: string, body?: unknown])[] = [
    ['GET', '/policies/pol_0'],
    ['GET', '/policies/pol_0/versions'],
    ['GET', '/policies/pol_0/schedule/preview'],
    ['PUT', '/policies/pol_0', quickPolicy()],
    ['POST', '/policies/pol_0/approve', { hash: '0'.repeat(64) }],
    ['POST', '/policies/pol_0/reject', { hash: '0'.repeat(64) }],
    ['POST', '/policies/pol_0/pause'],
    ['POST', '/policies/pol_0/resume'],
    ['PATCH', '/policies/pol_0/schedule', { enabled: true }],
    ['POST', '/policies/pol_0/runs'],
    ['GET', '/runs/run_0'],
    ['GET', '/runs/run_0/steps'],
    ['GET', '/runs/run_0/events'],
    ['POST', '/runs/run_0/cancel'],
    ['GET', '/reports/rep_0/versions/1'],
    ['GET', '/reports/rep_0/versions/1/preview'],
    ['GET', '/artifacts/art_0'],
    ['POST', '/deliveries/dlv_0/resolve', { outcome: 'sent' }],
    ['POST', '/notices/ntc_0/dismiss'],
    ['DELETE', '/tokens/tok_0'],
    ['GET', '/nothing'],
    ['POST', '/nothing'],
    ['DELETE', '/policies'],
  ];
  it.each(missing.map((row) => [`${row[0]} ${row[1]}`, row] as const))(
    'that names nothing is 404: %s',
    async (_what, [method, path, body]) => {
      const { code } = expectProblem(await opened.api(method, path, { body }), 404);
      expect(code).toMatch(/\.not-found$/);
    },
  );

  it.each([['0'], ['-1'], ['1.5'], ['x'], ['99999999999999999999']])(
    'of version %s is 422 or 404',
    async (version) => {
      const answer = await opened.api('GET', `/reports/rep_0/versions/${version}`);
      expect([404, 422]).toContain(answer.status);
    },
  );
});

describe('a query', () => {
  it.each([
    ['/policies?limit=0'],
    ['/policies?limit=201'],
    ['/policies?limit=x'],
    ['/policies?color=red'],
    ['/runs?state=happy'],
    ['/runs?policy_id=x'],
    ['/schedule?days=0'],
    ['/schedule?days=63'],
    [`/policies?cursor=${'x'.repeat(401)}`],
  ])('of %s is 422', async (path) => {
    expectProblem(await opened.api('GET', path), 422);
  });

  const cursors = [
    'x',
    '""',
    '[]',
    '[1,2,3]',
    '{"a":1}',
    '["x"]',
    '["x","y"]',
    '[null,null]',
    '[{},{}]',
    '[""]',
    '["",""]',
  ].map((text) => (text === 'x' ? text : Buffer.from(text).toString('base64url')));
  const lists = ['/policies', '/runs', '/reports', '/deliveries', '/audit'];
  it.each(lists.flatMap((list) => cursors.map((cursor) => [list, cursor] as const)))(
    'of %s with the cursor %s is never an error of ours',
    async (list, cursor) => {
      const answer = await opened.api('GET', `${list}?cursor=${cursor}`);
      // Any text is a place in the order of names.
      const allowed = list === '/policies' ? [200, 422] : [422];
      expect(allowed).toContain(answer.status);
    },
  );
});

describe('a policy', () => {
  it('with a key twice is told so, since its own text is read', async () => {
    const text = '{"schema_version":1,"name":"a","name":"b","steps":[]}';
    const { issues } = expectProblem(await opened.api('POST', '/policies', { body: text }), 422);
    expect(JSON.stringify(issues)).toContain('name');
    const judged = await opened.api('POST', '/policies/validate', { body: text });
    expect(judged.json).toMatchObject({ valid: false, plan: null });
  });

  it.each([['__proto__'], ['constructor'], ['prototype']])(
    'with the key %s is refused and pollutes nothing',
    async (key) => {
      const inner = JSON.stringify(quickPolicy('polluted')).slice(1);
      expectProblem(
        await opened.api('POST', '/policies', { body: `{"${key}":{"polluted":true},${inner}` }),
        422,
      );
      const bodies = [
        ['PATCH', `/policies/${policyId}/schedule`, `{"${key}":{"enabled":true}}`],
        ['POST', '/tokens', `{"${key}":{"name":"x"},"name":"y","scopes":["read"],"kind":"session"}`],
      ] as const;
      for (const [method, path, body] of bodies) {
        expect((await opened.api(method, path, { body })).status).toBe(422);
      }
      expect(Object.keys(Object.prototype)).toEqual([]);
      expect('polluted' in {} || 'enabled' in {}).toBe(false);
    },
  );

  it('with mistakes is 422 with each of them, its place and what was meant', async () => {
    const body = { ...quickPolicy('wrong'), steps: [{ id: 'A', type: 'qery', params: {} }], extra: 1 };
    const { issues, code } = expectProblem(await opened.api('POST', '/policies', { body }), 422);
    expect(code).toBe('policy.invalid');
    expect(issues.map(({ pointer }: AnswerDocument) => pointer)).toEqual(
      expect.arrayContaining(['/extra', '/steps/0/id', '/steps/0/type']),
    );
    for (const issue of issues) expect(issue.message).toMatch(/./);
  });
});

describe('over a socket', () => {
  it('a body in chunks of no stated length is cut off at the limit', async () => {
    const port = await freePort();
    const server = await startServer({ ...opened.surroundings, port }, { dataFolder: opened.folder });
    const socket = connect(port, '127.0.0.1');
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('error', () => undefined);
    socket.write(
      `POST /api/v1/policies HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: Bearer ${opened.person}\r\nX-Daybook: 1\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n`,
    );
    const piece = 'x'.repeat(65_536);
    for (let sent = 0; sent < 3_000_000; sent += piece.length) {
      socket.write(`${piece.length.toString(16)}\r\n${piece}\r\n`);
    }
    await Promise.race([once(socket, 'close'), once(socket, 'end')]);
    socket.destroy();
    expect(Buffer.concat(chunks).toString('utf8')).toMatch(/^HTTP\/1\.1 413 /);
    await server.stop();
  });
});
