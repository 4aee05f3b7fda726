import { afterEach, describe, expect, it } from '@jest/globals';
import { ApiError, routes } from '@daybook/api-contract';
import { conflict, runDetail } from '../documents.ts';
import {
  type Answer,
  broken,
  json,
  type LoopbackServer,
  startLoopbackServer,
  text,
} from './loopback-server.ts';
import { refusalOf } from './refusal-of.ts';

let server: LoopbackServer;
const start = async (answer: Answer): Promise<LoopbackServer> => (server = await startLoopbackServer(answer));
afterEach(() => server.stop());

const run = { params: { id: 'run_1' } };
const getRun = () => server.client({ token: 'dbk_canary' }).call(routes.getRun, run);

describe('refusals of the server', () => {
  it('come with its own words and everything else it said', async () => {
    await start(json(409, conflict));
    const refused = server.client().call(routes.startRun, { params: { id: 'pol_1' } });
    await expect(refused).rejects.toBeInstanceOf(ApiError);
    await expect(refused).rejects.toMatchObject({
      name: 'ApiError',
      message: conflict.detail,
      problem: conflict,
    });
  });

  it.each([400, 401, 403, 404, 412, 413, 415, 422, 429, 500, 503])(
    'of status %i are told apart',
    async (status) => {
      await start(json(status, { ...conflict, status }));
      expect(await refusalOf(getRun())).toEqual({ ...conflict, status });
    },
  );

  it('come also where bytes are asked for', async () => {
    await start(json(404, { ...conflict, status: 404 }));
    const asked = server.client().bytes(routes.getArtifact, { params: { id: 'art_1' } });
    expect(await refusalOf(asked)).toMatchObject({ status: 404, detail: conflict.detail });
  });
});

describe('answers that are not Daybook’s', () => {
  it.each([
    ['HTML instead of a document', text(200, 'text/html', '<!doctype html><p>Welcome')],
    ['nothing instead of a document', text(200, 'application/json', '')],
    ['half a document', text(200, 'application/json', '{"id":')],
    ['no content where a document belongs', (response) => response.writeHead(204).end()],
    ['an error page', text(502, 'text/html', '<h1>Bad Gateway</h1>')],
    ['an error without a word', text(500, 'text/plain', '')],
    ['an error in other words', json(401, { error: 'unauthorized' })],
  ] as const satisfies readonly (readonly [string, Answer])[])('are refused: %s', async (_, answer) => {
    await start(answer);
    const { code, advice, detail } = await refusalOf(getRun());
    expect({ code, advice }).toEqual({ code: 'server.refused', advice: 'never' });
    expect(detail).toContain('is another program on that port?');
  });

  it('are refused with the status they came with', async () => {
    await start(text(403, 'text/html', '<h1>Forbidden</h1>'));
    expect(await refusalOf(getRun())).toMatchObject({ status: 403, detail: expect.stringContaining('403') });
  });

  it('are refused where the document is of another release', async () => {
    await start(json(200, { ...runDetail, state: 'pondering' }));
    const asked = getRun();
    expect(await refusalOf(asked)).toMatchObject({
      code: 'server.refused',
      detail: expect.stringContaining('of the same release'),
    });
    await expect(asked).rejects.toHaveProperty('cause');
  });

  it('do not count as done where nothing was to be answered', async () => {
    await start(text(200, 'text/html', '<!doctype html>'));
    const asked = server.client().call(routes.revokeToken, { params: { id: 'tok_1' } });
    expect(await refusalOf(asked)).toMatchObject({ code: 'server.refused', status: 200 });
  });

  it.each([301, 302, 303, 307, 308])('are not followed elsewhere with %i', async (status) => {
    const elsewhere = await startLoopbackServer(json(200, runDetail));
    await start((response) => response.writeHead(status, { location: `${elsewhere.baseUrl}/` }).end());
    const asked = await Promise.allSettled([refusalOf(getRun())]);
    await elsewhere.stop();
    expect(asked).toMatchObject([{ status: 'fulfilled', value: { code: 'server.unreachable' } }]);
    expect(elsewhere.requests).toEqual([]);
  });
});

describe('a server that is gone', () => {
  it('is named, with what to do', async () => {
    await start(json(200, runDetail));
    await server.stop();
    const { detail, ...rest } = await refusalOf(getRun());
    expect(rest).toMatchObject({ code: 'server.unreachable', advice: 'backoff', status: 503, issues: [] });
    expect(detail).toBe(`No Daybook server answers at ${server.baseUrl}; start one with "daybook serve".`);
    await start(json(200, runDetail));
  });

  it('is noticed in the middle of a document', async () => {
    await start(broken('application/json', '{"id":"run_1",'));
    const refusal = await refusalOf(getRun());
    expect(refusal).toMatchObject({ code: 'server.unreachable', title: 'Answer interrupted' });
  });

  it('is noticed in the middle of an artifact', async () => {
    await start(broken('application/octet-stream', '%PDF-'));
    const asked = server.client().bytes(routes.getArtifact, { params: { id: 'art_1' } });
    expect(await refusalOf(asked)).toMatchObject({ code: 'server.unreachable', title: 'Answer interrupted' });
  });

  it('is no reason to tell the token', async () => {
    await start(broken('application/json', '{'));
    expect(JSON.stringify(await refusalOf(getRun()))).not.toContain('canary');
  });
});

describe('a call that is aborted', () => {
  const reason = new Error('no longer wanted');

  it('asks nothing when it was aborted before', async () => {
    await start(json(200, runDetail));
    const signal = AbortSignal.abort(reason);
    await expect(server.client().call(routes.getRun, run, { signal })).rejects.toBe(reason);
    expect(server.requests).toEqual([]);
  });

  it('ends while it waits for an answer', async () => {
    const controller = new AbortController();
    await start(() => controller.abort(reason));
    await expect(server.client().call(routes.getRun, run, controller)).rejects.toBe(reason);
  });

  it.each([200, 500])('ends in the middle of an answer of status %i', async (status) => {
    const controller = new AbortController();
    await start((response) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.write('{"id":');
    });
    const client = server.client({
      fetch: async (input, init) => {
        const response = await fetch(input, init);
        controller.abort(reason);
        return response;
      },
    });
    await expect(client.call(routes.getRun, run, controller)).rejects.toBe(reason);
  });
});
