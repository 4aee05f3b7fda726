import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { AnswerDocument } from './answer-document.ts';
import { openWithMail, startHeldRun } from './held-run.ts';
import type { PlainMailServer } from './mail-server.ts';
import { approved, base, endedRun, type OpenedDaybook, toRequest } from './opened-daybook.ts';
import { failingPolicy, mailPolicy, quickPolicy, reportPolicy } from './small-policies.ts';

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

describe('a run that is asked for', () => {
  it('is answered at once, while it is still under way', async () => {
    const slow = await approved(opened, mailPolicy('slow'));
    mail.hold();
    const answer = await opened.api('POST', `/policies/${slow.id}/runs`);
    expect(answer.status).toBe(202);
    expect(answer.json).toMatchObject({
      policy_id: slow.id,
      policy_name: 'slow',
      policy_version: 1,
      cause: 'manual',
      actor: 'person:gui',
      finished_at: null,
      artifacts: [],
      link: `${base}/runs/${answer.json.id}`,
    });
    expect(answer.json.steps).toHaveLength(5);
    mail.release();
    expect((await endedRun(opened, answer.json.id)).state).toBe('success');
  });

  it('names the agent that asked', async () => {
    const policy = await approved(opened, quickPolicy('for-agents'));
    const { json } = await opened.api('POST', `/policies/${policy.id}/runs`, { token: opened.agent });
    expect(json).toMatchObject({ cause: 'agent', actor: 'agent:mcp' });
    await endedRun(opened, json.id);
  });

  it('is refused with the link for a person while nothing is approved', async () => {
    const created = await opened.api('POST', '/policies', { body: quickPolicy('unseen') });
    for (const token of [opened.person, opened.agent]) {
      const { status, json } = await opened.api('POST', `/policies/${created.json.id}/runs`, { token });
      expect([status, json.code]).toEqual([409, 'approval.required']);
      expect(json.link).toBe(`${base}/policies/${created.json.id}`);
    }
    expect((await opened.api('GET', `/runs?policy_id=${created.json.id}`)).json.items).toEqual([]);
  });

  it('runs as of the instant that it is for', async () => {
    const policy = await approved(
      opened,
      quickPolicy('dated', {
        steps: [{ id: 'when', type: 'query', params: { sql: 'SELECT :as_of AS at' } }],
      }),
    );
    const body = { as_of: '2025-12-31T18:30:00+01:00' };
    const { json } = await opened.api('POST', `/policies/${policy.id}/runs`, { body });
    expect(json.scheduled_for).toBe('2025-12-31T17:30:00.000Z');
    const { steps } = await endedRun(opened, json.id);
    expect(JSON.stringify(steps[0]?.output)).toContain('2025-12-31T17:30:00.000Z');
    const naive = await opened.api('POST', `/policies/${policy.id}/runs`, {
      body: { as_of: '2025-12-31T18:30:00' },
    });
    expect(naive.status).toBe(422);
  });

  it('waits for nobody else: one at a time, whoever asks', async () => {
    const run = await startHeldRun(opened, mail);
    for (const token of [opened.person, opened.agent]) {
      const { status, json } = await opened.api('POST', `/policies/${run.policy_id}/runs`, { token });
      expect([status, json.code]).toEqual([409, 'run.overlap']);
    }
    mail.release();
    await endedRun(opened, run.id);
    const next = await opened.api('POST', `/policies/${run.policy_id}/runs`, { token: opened.agent });
    expect(next.status).toBe(202);
    await endedRun(opened, next.json.id);
  });

  it('may stand beside as many as the policy allows', async () => {
    mail.hold();
    const twice = await approved(
      opened,
      mailPolicy('twice', { trigger: { cron: '0 0 1 1 *', timezone: 'UTC', max_instances: 2 } }),
    );
    const asked = await Promise.all(
      Array.from({ length: 4 }, () => opened.api('POST', `/policies/${twice.id}/runs`)),
    );
    expect(asked.map(({ status }) => String(status)).toSorted()).toEqual(['202', '202', '409', '409']);
    mail.release();
    for (const { status, json } of asked) if (status === 202) await endedRun(opened, json.id);
  });
});

describe('cancelling a run', () => {
  it('stops it during a slow step, and does nothing the second time or after the end', async () => {
    const { id } = await startHeldRun(opened, mail);
    const [first, second] = await Promise.all([
      opened.api('POST', `/runs/${id}/cancel`, { token: opened.agent }),
      opened.api('POST', `/runs/${id}/cancel`),
    ]);
    expect([first.status, second.status]).toEqual([200, 200]);
    const after = await opened.api('POST', `/runs/${id}/cancel`);
    expect(after.status).toBe(200);
    for (const { json } of [first, second, after]) expect(json.state).toBe('cancelled');
    const states = after.json.steps.map(({ id: step, state }: AnswerDocument) => [step, state]);
    expect(states).toContainEqual(['pages', 'success']);
    expect(states).toContainEqual(['mail', 'cancelled']);
    const before = mail.mails.length;
    mail.release();
    expect((await opened.api('GET', `/runs/${id}`)).json).toEqual(after.json);
    expect(mail.mails).toHaveLength(before);
  });

  it('answers 404 for a run that is not there, and 422 for what is no id', async () => {
    expect((await opened.api('POST', '/runs/run_0/cancel')).status).toBe(404);
    expect((await opened.api('POST', '/runs/pol_0/cancel')).status).toBe(422);
  });

  it('of one that succeeded leaves it a success', async () => {
    const policy = await approved(opened, quickPolicy('done'));
    const { json } = await opened.api('POST', `/policies/${policy.id}/runs`);
    await endedRun(opened, json.id);
    const answer = await opened.api('POST', `/runs/${json.id}/cancel`);
    expect([answer.status, answer.json.state]).toEqual([200, 'success']);
  });
});

describe('the record of a run', () => {
  it('tells its steps in the order of the policy, with outputs and words', async () => {
    const policy = await approved(opened, failingPolicy());
    const { json } = await opened.api('POST', `/policies/${policy.id}/runs`);
    const run = await endedRun(opened, json.id);
    expect(run.state).toBe('failed');
    const steps = await opened.api('GET', `/runs/${json.id}/steps`);
    expect(steps.json.items).toEqual(run.steps);
    expect(run.steps).toMatchObject([
      { id: 'numbers', state: 'success', attempts: 1, output: { row_count: 1, rows: [{ one: 1 }] } },
      { id: 'checked', state: 'failed', error: { code: 'assert.failed', advice: 'never' } },
    ]);
    expect(run.steps[0]?.words).toMatch(/./);
    expect(run.steps[1]?.error?.message).toContain('there is less than one');
  });

  it('of fifty steps is whole', async () => {
    const steps = Array.from({ length: 50 }, (_, index) => ({
      id: `step_${index}`,
      type: 'query',
      params: { sql: `SELECT ${index} AS n` },
    }));
    const policy = await approved(opened, quickPolicy('fifty', { steps }));
    const { json } = await opened.api('POST', `/policies/${policy.id}/runs`);
    const run = await endedRun(opened, json.id);
    expect(run.state).toBe('success');
    expect(run.steps.map(({ id, state }: AnswerDocument) => `${id} ${state}`)).toEqual(
      steps.map(({ id }) => `${id} success`),
    );
  });

  it('is found in the list, by policy and by state, page by page', async () => {
    const policy = await approved(opened, quickPolicy('listed'));
    const ids: string[] = [];
    for (let count = 0; count < 5; count += 1) {
      const { json } = await opened.api('POST', `/policies/${policy.id}/runs`);
      await endedRun(opened, json.id);
      ids.unshift(json.id);
    }
    const seen: string[] = [];
    let cursor = '';
    do {
      const { json } = await opened.api('GET', `/runs?policy_id=${policy.id}&state=success&limit=2${cursor}`);
      expect(json.items.length).toBeLessThanOrEqual(2);
      seen.push(...json.items.map(({ id }: AnswerDocument) => id));
      cursor = json.next_cursor === null ? '' : `&cursor=${encodeURIComponent(json.next_cursor)}`;
    } while (cursor !== '');
    expect(seen.toSorted()).toEqual(ids.toSorted());
    expect((await opened.api('GET', `/runs?policy_id=${policy.id}&state=failed`)).json.items).toEqual([]);
  });
});

describe('what a run rendered', () => {
  let run: AnswerDocument;
  beforeAll(async () => {
    const policy = await approved(opened, reportPolicy());
    const { json } = await opened.api('POST', `/policies/${policy.id}/runs`);
    run = await endedRun(opened, json.id);
  });

  const get = (path: string) =>
    opened.fetch(toRequest('GET', `${base}/api/v1${path}`, { token: opened.person }));

  it.each([
    ['html', 'text/html; charset=utf-8', /^<!doctype html>/i],
    ['pdf', 'application/pdf', /^%PDF-/],
    ['email', 'text/html; charset=utf-8', /^<!doctype html>/i],
  ])('comes as %s with its type, and byte for byte', async (format, type, beginning) => {
    const artifact = run.artifacts.find((found: AnswerDocument) => found.format === format);
    const response = await get(`/artifacts/${artifact?.id}`);
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(response.headers.get('content-type')).toBe(type);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('content-disposition')).toBe('inline');
    expect(bytes.toString('latin1')).toMatch(beginning);
    expect(bytes.byteLength).toBe(artifact?.bytes);
    const output = run.steps.find(({ id }: AnswerDocument) => id === 'pages')?.output.artifacts;
    const rendered = output?.find((found: AnswerDocument) => found.format === format);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(rendered?.sha256);
    const download = await get(`/artifacts/${artifact?.id}?download=true`);
    expect(download.headers.get('content-disposition')).toMatch(/^attachment; filename="[a-z0-9.-]+"$/);
  });

  it('is shown in a page that can do nothing', async () => {
    const reportId = run.artifacts[0]?.report_id;
    const response = await get(`/reports/${reportId}/versions/1/preview`);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy.split('; ')).toEqual(expect.arrayContaining(["default-src 'none'", 'sandbox']));
    expect(policy).not.toMatch(/script|allow-|https?:|\*/);
    expect(response.headers.get('x-frame-options')).toBe('SAMEORIGIN');
    const page = await response.text();
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(page).not.toMatch(/<script/i);
  });

  it('is shown as a page also when it was only rendered for mail', async () => {
    const policy = await approved(opened, mailPolicy('mail-only'));
    const { json } = await opened.api('POST', `/policies/${policy.id}/runs`);
    const reportId = (await endedRun(opened, json.id)).artifacts[0]?.report_id;
    const response = await get(`/reports/${reportId}/versions/1/preview`);
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('NRTH');
    expect((await get(`/reports/${reportId}/versions/9/preview`)).status).toBe(404);
  });
});
