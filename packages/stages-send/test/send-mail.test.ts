import { canonicalJson, EngineError, sha256, toReportId, toRunId } from '@daybook/kernel';
import { createMemoryDeliveryStore } from '@daybook/stages-send/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { DeliveryStore } from '../src/delivery-store.ts';
import { createEmailChannel } from '../src/email/email-channel.ts';
import type { MailSender } from '../src/email/mail-transport.ts';
import { createSmtpTransport } from '../src/email/smtp-transport.ts';
import type { MailQuota } from '../src/mail-quota.ts';
import { createSendStep } from '../src/send-step.ts';
import {
  createFilledArtifacts,
  createTickingClock,
  type FilledArtifacts,
  stepCall,
} from './filled-artifacts.ts';
import { reply, type RunningMailServer, startMailServer, startScriptedServer } from './mail-server.ts';

const pixel =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const page = `<!doctype html><html><head><title>Weekly brief</title></head><body><h1>Weekly brief</h1>
<table><tr><th>Symbol</th><th>Close</th></tr><tr><td>株式 &amp; Żółw 🙂</td><td>371.20</td></tr></table>
<img alt="SPY, 60 days" src="data:image/png;base64,${pixel}"></body></html>`;

let server: RunningMailServer;
let refuse: (recipient: string) => Error | undefined;
let artifacts: FilledArtifacts;
let deliveries: DeliveryStore;
let transport: () => Promise<MailSender | undefined>;
let quota: MailQuota & { taken: number };

beforeEach(async () => {
  refuse = () => undefined;
  server = await startMailServer({ onRcptTo: ({ address }, _session, done) => done(refuse(address)) });
  artifacts = createFilledArtifacts();
  deliveries = createMemoryDeliveryStore();
  transport = () => Promise.resolve(createSmtpTransport(server.settings()));
  quota = {
    taken: 0,
    take(count) {
      quota.taken += count;
      return Promise.resolve();
    },
  };
});
afterEach(() => server.stop());

function send(given: object, call = stepCall()) {
  const step = createSendStep({
    artifacts,
    deliveries,
    channels: [createEmailChannel({ transport: () => transport() })],
    clock: createTickingClock(),
    mailQuota: { take: (count) => quota.take(count) },
  });
  const mail = { channel: 'email', to: ['me@example.org'], subject: 'Weekly brief' };
  return step.run({ ...mail, ...given }, call);
}

const rows = () => deliveries.list(toReportId('rep_1'), 1);
const both = ['me@example.org', 'you@example.org'];
const recipients = () => server.mails.map(({ to }) => to.join());

describe('send by e-mail', () => {
  it('sends the figures as HTML and text, with the chart and the attachment', async () => {
    const pdf = '%PDF-1.7 \u0000\u00ff';
    const output = await send({
      artifacts: [artifacts.add('email', page), artifacts.add('pdf', pdf), artifacts.add('csv', 'a,b')],
      subject: 'Týden 株 🙂',
      attach: ['pdf'],
    });
    const [row, ...others] = await rows();
    expect(others).toEqual([]);
    expect(output).toEqual({
      deliveries: [
        { delivery_id: row?.deliveryId, channel: 'email', recipient: 'me@example.org', status: 'sent' },
      ],
    });
    const key = sha256(canonicalJson(['rep_1', 1, 'email', 'me@example.org']));
    expect(row).toMatchObject({ deliveryKey: key, artifactId: 'art_1', channel: 'email', status: 'sent' });
    const [mail] = server.mails;
    expect(mail).toMatchObject({ from: 'daybook@example.org', to: ['me@example.org'] });
    expect(mail?.parsed).toMatchObject({
      subject: 'Týden 株 🙂',
      messageId: `<${key.slice(0, 40)}@daybook.local>`,
      date: new Date('2021-01-01T08:00:01Z'),
      html: expect.stringContaining('<td>株式 &amp; Żółw 🙂</td><td>371.20</td>'),
    });
    expect(mail?.parsed.text?.trim()).toBe(
      'Weekly brief\n\nSymbol | Close\n株式 & Żółw 🙂 | 371.20\n\n[SPY, 60 days]',
    );
    const [attached, shown] = [false, true].map((related) =>
      mail?.parsed.attachments.filter((attachment) => Boolean(attachment.related) === related),
    );
    expect(attached).toMatchObject([
      { filename: 'weekly-brief-2020-12-31.pdf', contentType: 'application/pdf' },
    ]);
    expect(attached?.[0]?.content).toEqual(Buffer.from(pdf));
    expect(shown).toMatchObject([{ contentType: 'image/png' }]);
  });

  it('sends one mail to each recipient, who sees no other', async () => {
    await send({ artifacts: [artifacts.add('email', page)], to: both });
    expect(recipients()).toEqual(both);
    expect(server.mails[0]?.raw.toString('latin1')).not.toContain('you@example.org');
    expect(await rows()).toMatchObject([{ status: 'sent' }, { status: 'sent' }]);
    expect(quota.taken).toBe(2);
  });

  it('sends nothing twice', async () => {
    const reference = artifacts.add('email', page);
    await send({ artifacts: [reference] });
    const again = await send({ artifacts: [reference] }, stepCall({ runId: toRunId('run_2') }));
    expect(again).toMatchObject({ deliveries: [{ status: 'already_sent' }] });
    expect(server.mails).toHaveLength(1);
    expect(quota.taken).toBe(1);
  });

  it('sends one mail for each report', async () => {
    const second = { reportId: toReportId('rep_2'), report: 'fx' };
    await send({
      artifacts: [
        artifacts.add('email', '<p>one'),
        artifacts.add('email', '<p>two', second),
        artifacts.add('pdf', '1'),
        artifacts.add('pdf', '2', second),
      ],
      attach: ['pdf'],
    });
    expect(server.mails.map(({ parsed }) => [parsed.html, parsed.attachments[0]?.filename])).toEqual([
      ['<p>one', 'weekly-brief-2020-12-31.pdf'],
      ['<p>two', 'fx-2020-12-31.pdf'],
    ]);
  });

  it('tells attachments of one format apart', async () => {
    const csv = (name: string) => ({ ...artifacts.add('csv', name), name });
    await send({
      artifacts: [
        artifacts.add('email', page),
        csv('brief-spy.csv'),
        csv('brief-spy.csv'),
        csv('bríéf 株.csv'),
      ],
      attach: ['csv', 'email'],
    });
    const names = server.mails[0]?.parsed.attachments.map(({ filename }) => filename);
    expect(names?.filter((name) => !name?.startsWith('image'))).toEqual([
      'brief-spy-2020-12-31.csv',
      'brief-spy-2020-12-31-2.csv',
      'brief-2020-12-31.csv',
      'weekly-brief-2020-12-31.mail.html',
    ]);
  });

  it('sends rows as plain text', async () => {
    await send({ artifacts: [artifacts.add('csv', 'symbol,close\r\n.\r\nTIDE,1')], body: 'csv' });
    expect(server.mails[0]?.parsed).toMatchObject({ html: false });
    expect(server.mails[0]?.parsed.text).toContain('symbol,close\n.\nTIDE,1');
  });

  it('skips an empty report whose policy says so', async () => {
    const output = await send({ artifacts: [artifacts.add('email', page, { skip: true })], to: both });
    expect(output).toMatchObject({
      deliveries: [{ delivery_id: null, status: 'skipped_empty' }, { status: 'skipped_empty' }],
    });
    expect(server.mails).toEqual([]);
    expect(await rows()).toEqual([]);
  });

  it('sends over the settings of the moment', async () => {
    const other = await startMailServer();
    await send({ artifacts: [artifacts.add('email', page)] });
    transport = () => Promise.resolve(createSmtpTransport(other.settings({ from: 'brief@example.org' })));
    await send({ artifacts: [artifacts.add('email', page)], to: ['you@example.org'] });
    await other.stop();
    expect(recipients()).toEqual(['me@example.org']);
    expect(other.mails).toMatchObject([{ from: 'brief@example.org', to: ['you@example.org'] }]);
  });
});

describe('send by e-mail, before anything is sent', () => {
  it.each([
    [
      'a body that was not rendered',
      {},
      ['pdf', 'csv'],
      /"body" asks for the format "email".*made pdf, csv only.*"formats"/,
    ],
    [
      'an attachment that was not rendered',
      { attach: ['pdf'] },
      ['email'],
      /"attach" asks for the format "pdf"/,
    ],
    ['a body that is no text', { body: 'pdf' }, ['pdf'], /"pdf" can't be the text of a mail/],
    ['several bodies', { body: 'csv' }, ['csv', 'csv'], /several artifacts of the format "csv"/],
  ] as const)('refuses %s', async (_, given, formats, message) => {
    const references = formats.map((format) => artifacts.add(format, 'x'));
    await expect(send({ artifacts: references, ...given })).rejects.toMatchObject({
      code: 'step.params-invalid',
      message: expect.stringMatching(message),
    });
    expect(await rows()).toEqual([]);
    expect(quota.taken).toBe(0);
  });

  it('says where a mail server is set up', async () => {
    transport = () => Promise.resolve(undefined);
    await expect(send({ artifacts: [artifacts.add('email', page)] })).rejects.toMatchObject({
      code: 'delivery.unconfigured',
      advice: { kind: 'never' },
      message: expect.stringMatching(/Settings → E-mail, or in DAYBOOK_SMTP_URL/),
    });
    expect(await rows()).toMatchObject([{ status: 'failed', reason: expect.stringContaining('set up') }]);
    expect(quota.taken).toBe(0);
  });
});

describe('send by e-mail, when deliveries fail', () => {
  it('sends to the other recipient and records both outcomes', async () => {
    refuse = (address) => (address === 'me@example.org' ? reply(550, '5.1.1 No such user') : undefined);
    await expect(send({ artifacts: [artifacts.add('email', page)], to: both })).rejects.toMatchObject({
      code: 'delivery.rejected',
      advice: { kind: 'never' },
      message: expect.stringMatching(/^1 of 2 deliveries.*"me@example.org" failed: .*No such user/),
      details: {
        deliveries: [
          { recipient: 'me@example.org', status: 'failed' },
          { recipient: 'you@example.org', status: 'sent' },
        ],
      },
    });
    expect(recipients()).toEqual(['you@example.org']);
    expect(await rows()).toMatchObject([
      { status: 'failed', reason: expect.stringContaining('No such user') },
      { status: 'sent' },
    ]);
  });

  it('can be tried again after a temporary refusal, and sends only what is missing', async () => {
    refuse = (address) => (address === 'me@example.org' ? reply(451, 'Greylisted') : undefined);
    const reference = artifacts.add('email', page);
    await expect(send({ artifacts: [reference], to: both })).rejects.toMatchObject({
      code: 'delivery.unreachable',
      advice: { kind: 'backoff' },
    });
    refuse = () => undefined;
    const output = await send({ artifacts: [reference], to: both }, stepCall({ attempt: 2 }));
    expect(output).toMatchObject({ deliveries: [{ status: 'sent' }, { status: 'already_sent' }] });
    expect(recipients()).toEqual(['you@example.org', 'me@example.org']);
  });

  it('is not tried again when one refusal is for good', async () => {
    refuse = (address) => (address === 'me@example.org' ? reply(451, 'Later') : reply(550, 'Never'));
    await expect(send({ artifacts: [artifacts.add('email', page)], to: both })).rejects.toMatchObject({
      code: 'delivery.rejected',
      advice: { kind: 'never' },
    });
  });

  it('stops at the quota, with its code and advice', async () => {
    const exceeded = new EngineError('quota.exceeded', 'Fifty mails a day; the next at 09:00.', {
      advice: { kind: 'after', ms: 60_000 },
    });
    const { take } = quota;
    quota.take = (count) => (quota.taken >= 1 ? Promise.reject(exceeded) : take(count));
    await expect(send({ artifacts: [artifacts.add('email', page)], to: both })).rejects.toMatchObject({
      code: 'quota.exceeded',
      advice: { kind: 'after', ms: 60_000 },
      message: expect.stringContaining('the next at 09:00'),
    });
    expect(recipients()).toEqual(['me@example.org']);
    expect(await rows()).toMatchObject([
      { status: 'sent' },
      { status: 'failed', reason: 'Fifty mails a day; the next at 09:00.' },
    ]);
  });

  it('refuses a mail that is too large, without touching the quota', async () => {
    const large = 'x'.repeat(15_200_000);
    const references = [artifacts.add('email', page), artifacts.add('pdf', large)];
    await expect(send({ artifacts: references, attach: ['pdf'] })).rejects.toMatchObject({
      code: 'delivery.rejected',
      message: expect.stringContaining('the limit is 20.0 MB'),
    });
    expect(server.mails).toEqual([]);
    expect(quota.taken).toBe(0);
  });
});

describe('send by e-mail, when nobody knows', () => {
  it('sends no second mail after the connection was lost behind the first', async () => {
    const lost = await startScriptedServer((line) => {
      if (line === '(connected)') return '220 here';
      if (line === '.') return undefined;
      if (/^(EHLO|MAIL|RCPT)/.test(line)) return '250 ok';
      return line === 'DATA' ? '354 go on' : '';
    });
    transport = () => Promise.resolve(createSmtpTransport(lost.settings()));
    const reference = artifacts.add('email', page);
    const unknown = {
      code: 'delivery.unknown',
      advice: { kind: 'never' },
      details: { deliveries: [{ status: 'unknown' }] },
    };
    await expect(send({ artifacts: [reference] })).rejects.toMatchObject(unknown);
    expect(await rows()).toMatchObject([
      { status: 'unknown', reason: expect.stringContaining('may have arrived or not') },
    ]);
    transport = () => Promise.resolve(createSmtpTransport(server.settings()));
    await expect(send({ artifacts: [reference] }, stepCall({ attempt: 2 }))).rejects.toMatchObject(unknown);
    await lost.stop();
    expect(server.mails).toEqual([]);
    expect(lost.lines.filter((line) => line === 'DATA')).toHaveLength(1);
    expect(await rows()).toMatchObject([{ status: 'unknown' }]);
  });

  it('sends no second mail after a crash between the mail and its record', async () => {
    const { settle } = deliveries;
    deliveries.settle = () => Promise.reject(new EngineError('store.failed', 'The power went out.'));
    const reference = artifacts.add('email', page);
    await expect(send({ artifacts: [reference] })).rejects.toMatchObject({ code: 'store.failed' });
    expect(await rows()).toMatchObject([{ status: 'sending' }]);
    deliveries.settle = settle;
    await expect(send({ artifacts: [reference] })).rejects.toMatchObject({
      code: 'delivery.unknown',
      message: expect.stringContaining('never sent twice by itself'),
    });
    expect(server.mails).toHaveLength(1);
    expect(await rows()).toMatchObject([{ status: 'unknown' }]);
  });

  it('sends again, under the same Message-ID, once a person says that it did not arrive', async () => {
    const { settle } = deliveries;
    deliveries.settle = () => Promise.reject(new EngineError('store.failed', 'The power went out.'));
    const reference = artifacts.add('email', page);
    await expect(send({ artifacts: [reference] })).rejects.toMatchObject({ code: 'store.failed' });
    deliveries.settle = settle;
    const [row] = await rows();
    await settle(row!.deliveryId, { status: 'failed', reason: 'Did not arrive.', at: row!.at });
    expect(await send({ artifacts: [reference] }, stepCall({ attempt: 2 }))).toMatchObject({
      deliveries: [{ status: 'sent' }],
    });
    const [first, second] = server.mails.map(({ parsed }) => parsed.messageId);
    expect(first).toBe(second);
  });

  it('ends as stopped when it is stopped before a mail leaves', async () => {
    const controller = new AbortController();
    const stopped = new EngineError('step.timeout', 'Too slow.', { advice: { kind: 'backoff' } });
    refuse = () => {
      controller.abort(stopped);
      return undefined;
    };
    const call = stepCall({ signal: controller.signal });
    await expect(send({ artifacts: [artifacts.add('email', page)], to: both }, call)).rejects.toBe(stopped);
    const [first, ...others] = await rows();
    expect(others).toEqual([]);
    expect(first).toMatchObject({ status: 'failed', reason: expect.stringContaining('was stopped') });
    expect(quota.taken).toBe(1);
  });
});
