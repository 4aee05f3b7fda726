import { afterEach, describe, expect, it } from '@jest/globals';
import type { MailMessage } from '../../src/email/mail-transport.ts';
import { createSmtpTransport } from '../../src/email/smtp-transport.ts';
import { type RunningMailServer, startMailServer, startScriptedServer } from '../mail-server.ts';
import { mail } from './sample-mail.ts';

const running: Pick<RunningMailServer, 'stop'>[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()));
});

async function started<Server extends Pick<RunningMailServer, 'stop'>>(
  server: Promise<Server>,
): Promise<Server> {
  running.push(await server);
  return server;
}

const never = new AbortController().signal;
const pixel =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
describe('createSmtpTransport, what arrives', () => {
  it('is a mail with text, HTML and attachments, byte for byte', async () => {
    const server = await started(startMailServer());
    const pdf = Buffer.from(Array.from({ length: 70_000 }, (_, index) => (index * 7919) % 256));
    const attachments = [
      { filename: 'weekly-brief-2020-12-31.pdf', contentType: 'application/pdf', content: pdf },
    ];
    const receipt = await createSmtpTransport(server.settings()).send({ ...mail, attachments }, never);
    const [captured, ...others] = server.mails;
    expect(others).toEqual([]);
    expect(captured).toMatchObject({ from: 'daybook@example.org', to: ['me@example.org'] });
    expect(captured?.parsed).toMatchObject({
      subject: 'Weekly brief',
      messageId: '<0123@daybook.local>',
      date: new Date('2021-01-01T08:00:00Z'),
      html: '<p>Close 371.20</p>',
      attachments: [{ filename: 'weekly-brief-2020-12-31.pdf', contentType: 'application/pdf' }],
    });
    expect(captured?.parsed.text?.trim()).toBe('Close 371.20');
    expect(captured?.parsed.headers.get('auto-submitted')).toBe('auto-generated');
    expect(captured?.parsed.attachments[0]?.content.equals(pdf)).toBe(true);
    expect(receipt).toMatchObject({
      messageId: '<0123@daybook.local>',
      response: expect.stringMatching(/^250/),
    });
  });

  it('shows pictures that travel beside the HTML', async () => {
    const server = await started(startMailServer());
    const html = `<h1>Chart</h1><img alt="SPY" src="data:image/png;base64,${pixel}" width="600">`;
    await createSmtpTransport(server.settings()).send({ ...mail, html }, never);
    const raw = server.mails[0]?.raw.toString('latin1') ?? '';
    const [cid] = /(?<=Content-Id: <)[^>]+/i.exec(raw) ?? [];
    expect(cid).toBeDefined();
    const [related] = server.mails[0]?.parsed.attachments ?? [];
    expect(related).toMatchObject({ cid, contentType: 'image/png', related: true });
    expect(related?.content.toString('base64')).toBe(pixel);
  });

  it.each([
    ['a line that is a dot', 'one\r\n.\r\nMAIL FROM:<evil@example.org>\r\n..\r\ntwo'],
    ['bare line ends', 'one\n.\ntwo\r.\rthree'],
    ['a very long line', 'x'.repeat(5_000)],
    ['every script', 'Zürich Łódź Ελλάδα 株式会社 🙂👩‍👩‍👧 שלום مرحبا'],
  ])('keeps %s in text and HTML', async (_, text) => {
    const server = await started(startMailServer());
    await createSmtpTransport(server.settings()).send({ ...mail, text, html: `<pre>${text}</pre>` }, never);
    const [captured, ...others] = server.mails;
    expect(others).toEqual([]);
    const unified = (words: string) => words.replaceAll(/\r\n?/g, '\n');
    expect(unified(captured?.parsed.text ?? '').trimEnd()).toBe(unified(text));
    expect(unified(String(captured?.parsed.html)).trimEnd()).toBe(unified(`<pre>${text}</pre>`));
    const lengths = (captured?.raw.toString('latin1') ?? '').split('\r\n').map(({ length }) => length);
    expect(Math.max(...lengths)).toBeLessThan(200);
  });

  it.each([
    'Größe und Wert: 100 % 🙂',
    '株式 週報 '.repeat(20).trim(),
    'שלום, תיק השקעות',
    '=?utf-8?Q?=0D=0ABcc?=',
  ])('keeps the subject %s', async (subject) => {
    const server = await started(startMailServer());
    await createSmtpTransport(server.settings()).send({ ...mail, subject }, never);
    expect(server.mails[0]?.parsed.subject).toBe(subject);
  });

  it('is the same whenever it is sent again', async () => {
    const server = await started(startMailServer());
    const transport = createSmtpTransport(server.settings());
    await transport.send(mail, never);
    await transport.send(mail, never);
    const [first, second] = server.mails;
    expect(first?.raw.equals(second!.raw)).toBe(true);
  });
});

describe('createSmtpTransport, what it refuses to send', () => {
  const broken = ['\r\nBcc: you@example.org', '\n', '\r', '\0', '\r\n.\r\nMAIL FROM:<a@b>\r\n', '\u2028'];
  const fields: readonly [string, (text: string) => Partial<MailMessage>][] = [
    ['from', (text) => ({ from: `daybook@example.org${text}` })],
    ['to', (text) => ({ to: `me@example.org${text}` })],
    ['subject', (text) => ({ subject: `Brief${text}` })],
    ['messageId', (text) => ({ messageId: `<0123${text}@daybook.local>` })],
    ['filename', (text) => ({ attachments: [{ ...file, filename: `brief${text}.pdf` }] })],
    ['contentType', (text) => ({ attachments: [{ ...file, contentType: `application/pdf${text}` }] })],
  ];
  const file = { filename: 'brief.pdf', contentType: 'application/pdf', content: Buffer.from('%PDF') };

  it.each(fields)('takes no line end or NUL in %s', async (_, change) => {
    const server = await started(startMailServer());
    for (const text of broken) {
      const sent = createSmtpTransport(server.settings()).send({ ...mail, ...change(text) }, never);
      await expect(sent).rejects.toMatchObject({ code: 'delivery.rejected', advice: { kind: 'never' } });
    }
    expect(server.mails).toEqual([]);
  });

  it.each(['me@example.org, you@example.org', 'Me <me@example.org>', '', 'mé@example.org'])(
    'takes no recipient %j',
    async (to) => {
      const server = await started(startMailServer());
      const sent = createSmtpTransport(server.settings()).send({ ...mail, to }, never);
      await expect(sent).rejects.toMatchObject({ code: 'delivery.rejected' });
      expect(server.mails).toEqual([]);
    },
  );

  it('takes no mail over 20 MB as sent, before it connects', async () => {
    const server = await started(startScriptedServer(() => '220 here'));
    const content = Buffer.alloc(15_100_000);
    const sent = createSmtpTransport(server.settings()).send(
      { ...mail, attachments: [{ ...file, content }] },
      never,
    );
    await expect(sent).rejects.toMatchObject({
      code: 'delivery.rejected',
      message: expect.stringMatching(/20\.1 MB as sent, and the limit is 20\.0 MB/),
    });
    expect(server.lines).toEqual([]);
  });
});
