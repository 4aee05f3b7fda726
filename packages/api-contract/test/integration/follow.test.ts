import { once } from 'node:events';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { RunEventDocument } from '@daybook/api-contract';
import { conflict, runDetail, runStep } from '../documents.ts';
import { type Answer, json, type LoopbackServer, startLoopbackServer, text } from './loopback-server.ts';
import { refusalOf } from './refusal-of.ts';

const events: readonly RunEventDocument[] = [
  { kind: 'run', run: runDetail },
  { kind: 'step', run_id: 'run_1', step: runStep },
  { kind: 'run', run: { ...runDetail, state: 'success' } },
];
const write = (event: unknown): string => `id: 1\nevent: run\ndata: ${JSON.stringify(event)}\n\n`;
const stream = events.map(write).join(': still here\n\n');
const type = 'text/event-stream';

let server: LoopbackServer;
const start = async (answer: Answer): Promise<LoopbackServer> => (server = await startLoopbackServer(answer));
afterEach(() => server.stop());

async function followAll(signal = new AbortController().signal): Promise<readonly RunEventDocument[]> {
  const found: RunEventDocument[] = [];
  for await (const event of server.client({ token: 'dbk_1' }).follow('run_1', signal)) found.push(event);
  return found;
}

/** Sends so much of the stream and keeps the connection open. */
const sendAndWait =
  (body: string, closed: () => void = () => undefined): Answer =>
  (response) => {
    response.on('close', closed).writeHead(200, { 'content-type': type }).write(body);
  };

describe('follow', () => {
  it('gives every event of the run', async () => {
    await start(text(200, type, stream));
    expect(await followAll()).toEqual(events);
    expect(server.requests).toMatchObject([
      {
        method: 'GET',
        url: '/api/v1/runs/run_1/events',
        headers: { accept: type, authorization: 'Bearer dbk_1' },
      },
    ]);
  });

  it('understands a content type with a charset', async () => {
    await start(text(200, 'Text/Event-Stream; charset=utf-8', stream));
    expect(await followAll()).toHaveLength(3);
  });

  it('gives an event before the stream ends, and closes it when nobody reads on', async () => {
    const closing = new AbortController();
    const closed = once(closing.signal, 'abort');
    await start(sendAndWait(write(events[0]), () => closing.abort()));
    for await (const event of server.client().follow('run_1', new AbortController().signal)) {
      expect(event).toEqual(events[0]);
      break;
    }
    await expect(closed).resolves.toBeDefined();
  });

  it('ends with the reason of its signal', async () => {
    const reason = new Error('no longer wanted');
    const controller = new AbortController();
    await start(sendAndWait(write(events[0])));
    const following = server.client().follow('run_1', controller.signal);
    expect(await following.next()).toEqual({ done: false, value: events[0] });
    controller.abort(reason);
    await expect(following.next()).rejects.toBe(reason);
  });

  it('passes over an event that the end of the stream cuts off', async () => {
    await start(text(200, type, stream.slice(0, -20)));
    expect(await followAll()).toEqual(events.slice(0, 2));
  });

  it('tells that the connection broke', async () => {
    await start((response) => {
      response.writeHead(200, { 'content-type': type });
      response.write(write(events[0]), () => response.destroy());
    });
    expect(await refusalOf(followAll())).toMatchObject({ code: 'server.unreachable', advice: 'backoff' });
  });

  it.each([
    ['is no JSON', 'data: hello\n\n'],
    ['is of another release', write({ kind: 'weather' })],
  ])('refuses an event that %s', async (_, body) => {
    await start(text(200, type, body));
    expect(await refusalOf(followAll())).toMatchObject({ code: 'server.refused' });
  });

  it('refuses an answer that is no stream', async () => {
    await start(text(200, 'text/html', '<!doctype html>'));
    expect(await refusalOf(followAll())).toMatchObject({ code: 'server.refused', status: 200 });
  });

  it('tells why the server refuses', async () => {
    await start(json(404, { ...conflict, status: 404 }));
    expect(await refusalOf(followAll())).toMatchObject({ status: 404, detail: conflict.detail });
  });

  it('refuses a name that would ask for something else', async () => {
    await start(text(200, type, stream));
    const following = server.client().follow('..', new AbortController().signal);
    expect(await refusalOf(following.next())).toMatchObject({ status: 422 });
    expect(server.requests).toEqual([]);
  });
});
