import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { AnswerDocument } from './answer-document.ts';
import { composeDaybook } from '../../src/compose.ts';
import { freePort } from './free-port.ts';
import { mailSettingsFor, type PlainMailServer, startPlainMailServer } from './mail-server.ts';
import { approved, base, endedRun, eventually, type OpenedDaybook, openDaybook } from './opened-daybook.ts';
import { dailyPolicy, failingPolicy } from './small-policies.ts';

let opened: OpenedDaybook;
let mail: PlainMailServer;

beforeEach(async () => {
  opened = await openDaybook();
  mail = await startPlainMailServer();
  await opened.api('PUT', '/settings/email', { body: mailSettingsFor(mail.port) });
});
const others: PlainMailServer[] = [];
afterEach(async () => {
  await opened.close();
  await mail.stop();
});
afterAll(() => Promise.all(others.map((server) => server.stop())));

const notices = async (): Promise<readonly AnswerDocument[]> =>
  (await opened.api('GET', '/notices')).json.items;

/** The only notice, once its mail stands like that. */
function noticeWith(standing: string): Promise<AnswerDocument> {
  return eventually(async () => {
    const [notice] = await notices();
    return notice?.mail === standing ? notice : undefined;
  });
}

async function failOnce(name = 'failing', message?: string): Promise<AnswerDocument> {
  const policy = await approved(opened, failingPolicy(name, message));
  const { json } = await opened.api('POST', `/policies/${policy.id}/runs`);
  const run = await endedRun(opened, json.id);
  await noticeOf(opened);
  return run;
}

/** The newest notice: it is written when the run has ended, and a moment later. */
function noticeOf({ api }: OpenedDaybook): Promise<AnswerDocument> {
  return eventually(async () => (await api('GET', '/notices')).json.items[0]);
}

describe('a run that failed', () => {
  it('is told to the owner once, by mail and in the list', async () => {
    const run = await failOnce('failing', 'the prices are older than a week');
    const notice = await noticeWith('sent');
    expect(notice).toMatchObject({
      kind: 'run_failed',
      policy_id: run.policy_id,
      policy_name: 'failing',
      run_id: run.id,
      dismissed_at: null,
    });
    expect(notice.message).toContain('the prices are older than a week');
    await opened.daybook.notices.mailPending();
    expect(mail.mails).toHaveLength(1);
    const [sent] = mail.mails;
    expect(sent?.to).toMatchObject({ text: 'owner@example.org' });
    expect(sent?.from).toMatchObject({ text: 'me@example.org' });
    expect(sent?.subject).toContain('failing');
    expect(sent?.text).toContain('the prices are older than a week');
    expect(sent?.text).toContain(`${base}/runs/${run.id}`);
  });

  it('is not told again after a restart', async () => {
    await failOnce();
    await noticeWith('sent');
    await opened.daybook.lease.release();
    const second = await composeDaybook(opened.surroundings);
    await second.lease.ensure();
    await second.scheduler.tick();
    await second.notices.mailPending();
    await second.close();
    expect(await notices()).toHaveLength(1);
    expect(mail.mails).toHaveLength(1);
  });

  it('is gone from the list when a person dismissed it, and an agent cannot', async () => {
    await failOnce();
    const { id } = await noticeWith('sent');
    expect((await opened.api('POST', `/notices/${id}/dismiss`, { token: opened.agent })).status).toBe(403);
    expect((await opened.api('POST', `/notices/${id}/dismiss`)).status).toBe(204);
    expect(await notices()).toEqual([]);
    expect((await opened.api('POST', `/notices/${id}/dismiss`)).status).toBe(204);
  });

  it('of a success is no notice', async () => {
    const policy = await approved(opened, dailyPolicy());
    const { json } = await opened.api('POST', `/policies/${policy.id}/runs`);
    await endedRun(opened, json.id);
    expect(await notices()).toEqual([]);
  });

  it('in a policy with a name that could break a header arrives all the same', async () => {
    await failOnce(
      'Ünïcödé "quotes", commas; <angles> — and a name as long as names may be'.padEnd(128, '!'),
    );
    await noticeWith('sent');
    expect(mail.mails[0]?.subject).toContain('Ünïcödé "quotes", commas; <angles>');
  });
});

describe('a slot that was missed', () => {
  it('is told once, however often the server looks', async () => {
    const policy = await approved(opened, dailyPolicy('missed'));
    opened.clock.set('2026-03-07T18:00:00Z');
    for (const _ of [1, 2]) {
      await opened.daybook.scheduler.tick();
      await opened.daybook.notices.mailPending();
    }
    expect(await notices()).toMatchObject([
      { kind: 'run_missed', policy_id: policy.id, run_id: null, mail: 'sent' },
    ]);
    expect(mail.mails).toHaveLength(1);
    expect(mail.mails[0]?.text).toContain('2026-03-07T14:00:00.000Z');
    const second = await composeDaybook(opened.surroundings);
    await second.scheduler.tick();
    await second.notices.mailPending();
    await second.close();
    expect(mail.mails).toHaveLength(1);
  });

  it('is one notice with others that were missed with it', async () => {
    await approved(
      opened,
      dailyPolicy('hourly', { cron: '0 * * * *', timezone: 'UTC', misfire_grace_time: 60 }),
    );
    opened.clock.set('2026-03-07T09:30:00Z');
    await opened.daybook.scheduler.tick();
    const [notice, ...more] = await notices();
    expect(more).toEqual([]);
    expect(notice?.message).toContain('13 runs');
  });
});

describe('a mail server that is away', () => {
  it('keeps the notice waiting, and gets it when it is back', async () => {
    const { port } = mail;
    await mail.stop();
    await failOnce();
    await opened.daybook.notices.mailPending();
    expect(await notices()).toMatchObject([{ mail: 'pending' }]);
    mail = await startPlainMailServer(port);
    opened.clock.advance(3_600_000);
    await opened.daybook.notices.mailPending();
    expect(await notices()).toMatchObject([{ mail: 'sent' }]);
    expect(mail.mails).toHaveLength(1);
  });

  it('for more than a day is not waited for any more', async () => {
    await mail.stop();
    await failOnce();
    await opened.daybook.notices.mailPending();
    opened.clock.advance(24 * 3_600_000 + 1);
    await opened.daybook.notices.mailPending();
    expect(await notices()).toMatchObject([{ mail: 'failed' }]);
    mail = await startPlainMailServer();
  });

  it('or that was never set up does not keep the notice from the list', async () => {
    const bare = await openDaybook();
    const policy = await approved(bare, failingPolicy());
    const { json } = await bare.api('POST', `/policies/${policy.id}/runs`);
    await endedRun(bare, json.id);
    expect(await noticeOf(bare)).toMatchObject({ mail: 'none' });
    const test = await bare.api('POST', '/settings/email/test', { body: { to: 'me@example.org' } });
    expect([test.status, test.json.code, test.json.link]).toEqual([
      409,
      'delivery.unconfigured',
      `${base}/settings`,
    ]);
    await bare.close();
  });
});

describe('the settings of e-mail', () => {
  it('apply to the next mail', async () => {
    const other = await startPlainMailServer();
    others.push(other);
    await opened.api('PUT', '/settings/email', {
      body: mailSettingsFor(other.port, { owner: 'somebody.else@example.org' }),
    });
    await failOnce();
    await noticeWith('sent');
    expect(mail.mails).toHaveLength(0);
    expect(other.mails).toHaveLength(1);
    expect(other.mails[0]?.to).toMatchObject({ text: 'somebody.else@example.org' });
  });

  it('are shown without the password, which stays when it is left out and goes when it is null', async () => {
    const { password: _, ...without } = mailSettingsFor(mail.port);
    const shown = await opened.api('PUT', '/settings/email', { body: without });
    expect(shown.json).toEqual({
      ...without,
      configured: true,
      source: 'settings',
      password_set: true,
    });
    expect(
      (await opened.api('POST', '/settings/email/test', { body: { to: 'me@example.org' } })).status,
    ).toBe(200);
    const removed = await opened.api('PUT', '/settings/email', { body: { ...without, password: null } });
    expect(removed.json.password_set).toBe(false);
    const read = await opened.api('GET', '/settings/email');
    expect(read.json).toEqual(removed.json);
    for (const { text } of [shown, removed, read, await opened.api('GET', '/audit')]) {
      expect(text).not.toContain('mail-password');
    }
  });

  it('are tried with a test mail, which tells what the server said', async () => {
    const answer = await opened.api('POST', '/settings/email/test', { body: { to: 'try@example.org' } });
    expect(answer.json).toEqual({ to: 'try@example.org', response: '250 taken with thanks' });
    expect(mail.mails).toHaveLength(1);
  });

  it('with a wrong password say so, and neither password nor the words of the server that repeat it', async () => {
    const password = 'wrong+pass/word=';
    await opened.api('PUT', '/settings/email', { body: mailSettingsFor(mail.port, { password }) });
    const answer = await opened.api('POST', '/settings/email/test', { body: { to: 'try@example.org' } });
    expect([answer.status, answer.json.code]).toEqual([409, 'delivery.unconfigured']);
    await failOnce();
    await noticeWith('failed');
    const told = answer.text + opened.log.join('\n') + JSON.stringify(await notices());
    for (const form of [password, encodeURIComponent(password), Buffer.from(password).toString('base64')]) {
      expect(told).not.toContain(form);
    }
  });

  it('with nothing on that port say so', async () => {
    await opened.api('PUT', '/settings/email', { body: mailSettingsFor(await freePort()) });
    const answer = await opened.api('POST', '/settings/email/test', { body: { to: 'try@example.org' } });
    expect([answer.status, answer.json.code, answer.json.advice]).toEqual([
      502,
      'delivery.unreachable',
      'backoff',
    ]);
  });

  it('that cannot work are 422 and change nothing', async () => {
    const before = await opened.api('GET', '/settings/email');
    const mistakes = [
      { host: 'mail.example.org' },
      { host: 'evil.example/path' },
      { port: 0 },
      { security: 'none' },
      { from: 'Me <me@example.org>' },
      { owner: 'a@example.org,b@example.org' },
      { from: 'me@example.org\r\nBcc: x@example.org' },
      { user: null },
      { bcc: 'x@example.org' },
    ];
    for (const more of mistakes) {
      const answer = await opened.api('PUT', '/settings/email', { body: mailSettingsFor(mail.port, more) });
      expect([more, answer.status]).toEqual([more, 422]);
      expect(answer.text).not.toContain('mail-password');
    }
    expect((await opened.api('GET', '/settings/email')).json).toEqual(before.json);
  });
});

describe('a scheduler that stands still', () => {
  it('is told by mail and in the list, though it concerns no policy', async () => {
    await opened.daybook.notices.schedulerStalled(65_000);
    await opened.daybook.notices.mailPending();
    expect(await notices()).toMatchObject([
      { kind: 'scheduler_stalled', policy_id: null, policy_name: null, run_id: null, mail: 'sent' },
    ]);
    expect(mail.mails[0]?.subject).toBe('Daybook: the scheduler stands still');
    expect(mail.mails[0]?.text).toContain('for 65 s');
    expect(mail.mails[0]?.text).toContain(`See ${base}`);
  });
});
