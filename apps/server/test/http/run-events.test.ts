import { request as httpRequest } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type AnswerDocument, readDocument } from './answer-document.ts';
import { startServer } from '../../src/serve.ts';
import { freePort } from './free-port.ts';
import { openWithMail, startHeldRun } from './held-run.ts';
import type { PlainMailServer } from './mail-server.ts';
import { approved, base, endedRun, eventually, type OpenedDaybook, toRequest } from './opened-daybook.ts';
import { mailPolicy, quickPolicy } from './small-policies.ts';

let opened: OpenedDaybook;
let mail: PlainMailServer;

beforeAll(async () => {
  ({ opened, mail } = await openWithMail());
});
afterEach(() => mail.release());
afterAll(async () => {
  await opened.close();
  await mail.stop();
});

function follow(
  runId: string,
  signal?: AbortSignal,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const ask = { token: opened.person, headers, ...(signal === undefined ? {} : { signal }) };
  return opened.fetch(toRequest('GET', `${base}/api/v1/runs/${runId}/events`, ask));
}

/** The events of a stream, up to its end or as many. */
async function eventsOf(response: Response, most = Number.POSITIVE_INFINITY): Promise<AnswerDocument[]> {
  const events: AnswerDocument[] = [];
  if (response.body === null || most === 0) return events;
  let text = '';
  let newest = 1;
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    text += new TextDecoder().decode(chunk);
    const messages = text.split('\n\n');
    text = messages.pop() ?? '';
    for (const message of messages) {
      const [id, event, data] = message.split('\n').map((line) => line.replace(/^\w+: /, ''));
      const document = readDocument(data ?? '');
      expect(event).toBe(document.kind);
      // The entry of the run's log that the message tells.
      expect(Number(id)).toBeGreaterThanOrEqual(newest);
      newest = Number(id);
      events.push(document);
      if (events.length === most) return events;
    }
  }
  return events;
}

describe('the events of a run', () => {
  it('begin with the run, tell each step, end with the run at its end, and close', async () => {
    const policy = await approved(opened, mailPolicy('told'));
    const { json } = await opened.api('POST', `/policies/${policy.id}/runs`);
    const response = await follow(json.id);
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    const events = await eventsOf(response);
    expect(events[0]).toMatchObject({ kind: 'run', run: { id: json.id } });
    expect(events.at(-1)).toMatchObject({ kind: 'run', run: { id: json.id, state: 'success' } });
    const steps = events.slice(1, -1);
    expect(steps.every(({ kind, run_id: runId }) => kind === 'step' && runId === json.id)).toBe(true);
    expect(steps.at(-1)).toMatchObject({ step: { id: 'mail', state: 'success' } });
    for (const { id } of policy.version.document.steps) {
      const states = steps.filter(({ step }) => step.id === id).map(({ step }) => step.state);
      expect(['running', 'success'].filter((state) => states.includes(state)).at(-1)).toBe('success');
    }
  });

  it('are told alike to two who follow from different moments', async () => {
    const { id: runId } = await startHeldRun(opened, mail);
    const first = await follow(runId);
    const second = await follow(runId);
    const both = Promise.all([eventsOf(first), eventsOf(second)]);
    mail.release();
    const [one, two] = await both;
    expect(one).toEqual(two);
    expect(one[0]?.run.steps.find(({ id }) => id === 'mail')?.state).toBe('running');
    expect(one.at(-1)?.run.state).toBe('success');
  });

  it('of a run that has ended are one picture of it', async () => {
    const policy = await approved(opened, quickPolicy('over'));
    const { json } = await opened.api('POST', `/policies/${policy.id}/runs`);
    await endedRun(opened, json.id);
    const events = await eventsOf(await follow(json.id));
    expect(events).toMatchObject([{ kind: 'run', run: { id: json.id, state: 'success' } }]);
  });

  it('go on for a reader who comes back, from the entry that it had', async () => {
    const policy = await approved(opened, quickPolicy('again'));
    const { json } = await opened.api('POST', `/policies/${policy.id}/runs`);
    await endedRun(opened, json.id);
    const all = await eventsOf(await follow(json.id, undefined, { 'last-event-id': '1' }));
    expect(all.map(({ kind, step }) => (kind === 'step' ? `${step.id} ${step.state}` : kind)).at(-1)).toBe(
      'run',
    );
    const steps = all.filter(({ kind }) => kind === 'step');
    expect(steps.length).toBeGreaterThan(1);
    expect(steps.at(-1)?.step.state).toBe('success');
    const rest = await eventsOf(await follow(json.id, undefined, { 'last-event-id': '2' }));
    expect(rest.length).toBeLessThan(all.length);
    expect(rest.at(-1)).toEqual(all.at(-1));
  });

  it('may be left by the reader at any time, which does the run no harm', async () => {
    const { id: runId } = await startHeldRun(opened, mail);
    const leaving = new AbortController();
    const left = await follow(runId, leaving.signal);
    const cancelled = await follow(runId);
    const reader = cancelled.body?.getReader();
    await reader?.read();
    await expect(reader?.cancel()).resolves.toBeUndefined();
    leaving.abort();
    expect(await eventsOf(left)).toHaveLength(1);
    const early = new AbortController();
    early.abort();
    await eventsOf(await follow(runId, early.signal));
    mail.release();
    expect((await endedRun(opened, runId)).state).toBe('success');
    expect(opened.log.filter((line) => /^(warn|error)/.test(line))).toEqual([]);
  });

  it('over a socket come while the run is under way, and a reader who hangs up leaves nothing behind', async () => {
    // Two engines never run policies on one database.
    await opened.daybook.lease.release();
    const port = await freePort();
    const server = await startServer({ ...opened.surroundings, port }, { dataFolder: opened.folder });
    const headers = {
      authorization: `Bearer ${opened.person}`,
      'x-daybook': '1',
      'content-type': 'application/json',
    };
    const slow = await approved(opened, mailPolicy('slow-socket'));
    mail.hold();
    const started = await fetch(`${server.url}/api/v1/policies/${slow.id}/runs`, {
      method: 'POST',
      headers,
      body: '{}',
    });
    const { id } = (await started.json()) as AnswerDocument;
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    const before = timers();
    for (let round = 0; round < 10; round += 1) {
      await new Promise<void>((resolve, reject) => {
        const sent = httpRequest(`${server.url}/api/v1/runs/${id}/events`, { headers }, (response) => {
          response.once('data', () => {
            sent.destroy();
            resolve();
          });
          response.on('error', () => undefined);
        });
        sent.on('error', reject);
        sent.end();
      });
    }
    await eventually(async () => (timers() <= before + 2 ? true : undefined));
    const followed = eventsOf(await fetch(`${server.url}/api/v1/runs/${id}/events`, { headers }));
    await eventually(async () => (mail.waiting > 0 ? true : undefined));
    mail.release();
    expect((await followed).at(-1)?.run.state).toBe('success');
    await server.stop();
  });
});
