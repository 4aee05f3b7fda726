import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Route, routes, type Scope, scopes } from '@daybook/api-contract';
import { openDatabase } from '@daybook/persistence';
import { startServer } from '../../src/serve.ts';
import { freePort } from './free-port.ts';
import { type OpenedDaybook, openDaybook } from './opened-daybook.ts';

let opened: OpenedDaybook;
beforeAll(async () => {
  opened = await openDaybook();
});
afterAll(() => opened.close());

const all = Object.entries<Route>(routes);
const guarded = all.flatMap(([name, route]) =>
  route.scope === null ? [] : [{ name, route, scope: route.scope }],
);

/** The path with ids that exist nowhere, or that are none. */
function pathOf({ path }: Route, id: string | undefined): string {
  return path.replaceAll('{version}', '1').replaceAll('{id}', id ?? idFor(path));
}

function idFor(path: string): string {
  const prefixes = {
    runs: 'run',
    reports: 'rep',
    artifacts: 'art',
    deliveries: 'dlv',
    tokens: 'tok',
    notices: 'ntc',
  };
  const prefix = Object.entries(prefixes).find(([start]) => path.startsWith(`/${start}`))?.[1] ?? 'pol';
  return `${prefix}_0000000000000000000000000`;
}

const without = (scope: Scope): readonly Scope[] => scopes.filter((other) => other !== scope);

describe('the scope of a route', () => {
  it('stands in OpenAPI', async () => {
    const { json } = await opened.api('GET', '/openapi.json', { token: '' });
    for (const [name, { path, method, scope }] of all) {
      expect([name, json.paths[path]?.[method.toLowerCase()]?.['x-scope']]).toEqual([name, scope]);
    }
  });

  it('leaves only health and OpenAPI open', () => {
    const open = all.filter(([, { scope }]) => scope === null).map(([name]) => name);
    expect(open.toSorted()).toEqual(['getHealth', 'getOpenApi']);
  });

  it('lets nobody in without a token, or with one that is none', async () => {
    const forged = ['', 'x', `dbk_${'A'.repeat(43)}`, `${opened.person}x`, opened.person.slice(0, -1)];
    for (const { route } of guarded) {
      for (const token of forged) {
        const answer = await opened.api(route.method, pathOf(route, undefined), { token });
        expect([route.path, answer.status]).toEqual([route.path, 401]);
        expect(answer.headers.get('www-authenticate')).toBe('Bearer');
      }
    }
  });

  it.each(guarded.map(({ name, route, scope }) => [name, scope, route] as const))(
    'of %s, %s, is asked for before anything is looked up or read',
    async (_name, scope, route) => {
      const token = await opened.issue('person', without(scope));
      const attempts = [
        { path: pathOf(route, undefined), body: {} },
        { path: pathOf(route, 'no-id'), body: { hash: 5, '': null } },
        { path: pathOf(route, undefined), body: '{"broken' },
        { path: `${pathOf(route, undefined)}?cursor=%00&limit=-1&days=x`, body: '[]' },
        { path: pathOf(route, undefined), body: ' '.repeat(2_200_000) },
      ];
      for (const { path, body } of attempts) {
        const answer = await opened.api(route.method, path, { token, body });
        expect(answer.status).toBe(403);
        expect(answer.json).toMatchObject({ status: 403, code: 'request.forbidden', issues: [] });
        expect(answer.json.detail).toContain(`"${scope}"`);
      }
      const held = await opened.api(route.method, pathOf(route, undefined), {
        token: await opened.issue('person', [scope]),
        body: '{"broken',
      });
      expect([401, 403]).not.toContain(held.status);
    },
  );
});

describe("an agent's token", () => {
  const forPersons = guarded.filter(({ scope }) => scope === 'approve' || scope === 'admin');

  it('opens nothing that a person decides', async () => {
    const names = forPersons.map(({ name }) => name);
    for (const expected of [
      'approvePolicy',
      'rejectPolicy',
      'pausePolicy',
      'resumePolicy',
      'resolveDelivery',
      'dismissNotice',
      'getEmailSettings',
      'putEmailSettings',
      'testEmail',
      'createToken',
      'listTokens',
      'revokeToken',
    ]) {
      expect(names).toContain(expected);
    }
    for (const { route } of forPersons) {
      const answer = await opened.api(route.method, pathOf(route, undefined), { token: opened.agent });
      expect([route.path, answer.status]).toEqual([route.path, 403]);
    }
  });

  it.each([['approve'], ['admin']])('is not made with the scope %s', async (scope) => {
    const answer = await opened.api('POST', '/tokens', { body: { name: 'greedy', scopes: ['read', scope] } });
    expect(answer.status).toBe(422);
    expect(answer.json.issues).toMatchObject([{ pointer: '/scopes' }]);
    expect(answer.text).not.toContain('dbk_');
  });

  it('gains nothing from a stored row that says more', async () => {
    const made = await opened.api('POST', '/tokens', { body: { name: 'tampered', scopes: ['read'] } });
    expect(made.status).toBe(201);
    const { databaseFile, key } = opened.surroundings;
    const database = await openDatabase({ file: databaseFile, key });
    await database.write(({ queries }) =>
      queries
        .updateTable('tokens')
        .set({ scopes: JSON.stringify(scopes) })
        .where('token_id', '=', made.json.id)
        .execute(),
    );
    await database.close();
    const session = await opened.api('GET', '/session', { token: made.json.token });
    expect(session.json.scopes).toEqual(['read', 'author', 'run']);
    for (const { route } of forPersons) {
      const answer = await opened.api(route.method, pathOf(route, undefined), { token: made.json.token });
      expect([route.path, answer.status]).toEqual([route.path, 403]);
    }
  });

  it.each([['sign-in link'], ['gui'], ['session']])(
    'signs nobody in as a person, also when it is named "%s"',
    async (name) => {
      const made = await opened.api('POST', '/tokens', { body: { name, scopes: ['read', 'author', 'run'] } });
      expect(made.status).toBe(201);
      const answer = await opened.fetch(
        new Request(`http://127.0.0.1:4310/sign-in?code=${made.json.token}`, { redirect: 'manual' }),
      );
      expect(answer.status).toBe(403);
      expect(answer.headers.get('set-cookie')).toBeNull();
    },
  );

  it('opens nothing any more once it is revoked', async () => {
    const made = await opened.api('POST', '/tokens', { body: { name: 'short', scopes: ['read'] } });
    const { token, id } = made.json;
    expect((await opened.api('GET', '/session', { token })).status).toBe(200);
    expect((await opened.api('DELETE', `/tokens/${id}`)).status).toBe(204);
    expect((await opened.api('GET', '/session', { token })).status).toBe(401);
    expect((await opened.api('DELETE', `/tokens/${id}`)).status).toBe(404);
  });
});

describe('the scopes over a socket', () => {
  it('hold as they do within the process', async () => {
    const port = await freePort();
    const server = await startServer({ ...opened.surroundings, port }, { dataFolder: opened.folder });
    try {
      const ask = (method: string, path: string, headers: Record<string, string>) =>
        new Promise<number>((resolve, reject) => {
          const sent = httpRequest({ port, host: '127.0.0.1', method, path, headers }, (response) => {
            response.resume();
            resolve(response.statusCode ?? 0);
          });
          sent.on('error', reject);
          sent.end(method === 'GET' ? undefined : '{}');
        });
      const change = { 'x-daybook': '1', 'content-type': 'application/json' };
      const bearer = { authorization: `Bearer ${opened.agent}` };
      expect(await ask('GET', '/api/v1/health', {})).toBe(200);
      expect(await ask('GET', '/api/v1/policies', {})).toBe(401);
      expect(await ask('GET', '/api/v1/policies', bearer)).toBe(200);
      expect(await ask('GET', '/api/v1/settings/email', bearer)).toBe(403);
      expect(await ask('POST', '/api/v1/policies/pol_0/approve', { ...bearer, ...change })).toBe(403);
      expect(await ask('POST', '/api/v1/tokens', { ...bearer, ...change })).toBe(403);
    } finally {
      await server.stop();
    }
  });
});
