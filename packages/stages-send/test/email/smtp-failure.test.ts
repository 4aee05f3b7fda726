import { afterEach, describe, expect, it } from '@jest/globals';
import { createSmtpTransport } from '../../src/email/smtp-transport.ts';
import { reply, type RunningMailServer, startMailServer, startScriptedServer } from '../mail-server.ts';
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

describe('createSmtpTransport, when the server fails', () => {
  it.each([
    [451, 'delivery.unreachable', 'backoff'],
    [421, 'delivery.unreachable', 'backoff'],
    [550, 'delivery.rejected', 'never'],
    [530, 'delivery.unconfigured', 'never'],
  ])('takes a %i for the recipient as %s', async (code, expected, kind) => {
    const server = await started(
      startMailServer({ onRcptTo: (_address, _session, done) => done(reply(code, 'Not now 株')) }),
    );
    await expect(createSmtpTransport(server.settings()).send(mail, never)).rejects.toMatchObject({
      code: expected,
      advice: { kind },
    });
    expect(server.mails).toEqual([]);
  });

  it.each([
    [452, 'delivery.unreachable'],
    [554, 'delivery.rejected'],
  ])('takes a %i after the whole mail as %s', async (code, expected) => {
    const server = await started(startMailServer({}, () => reply(code, 'Looks like spam')));
    await expect(createSmtpTransport(server.settings()).send(mail, never)).rejects.toMatchObject({
      code: expected,
      message: expect.stringContaining('Looks like spam'),
    });
  });

  it('takes a refused sender as rejected', async () => {
    const server = await started(
      startMailServer({ onMailFrom: (_address, _session, done) => done(reply(553, 'Not yours')) }),
    );
    await expect(createSmtpTransport(server.settings()).send(mail, never)).rejects.toMatchObject({
      code: 'delivery.rejected',
    });
  });

  it('sends no mail that the server says is too large for it', async () => {
    const server = await started(startMailServer({ size: 5_000 }));
    const large = { ...mail, text: 'x'.repeat(20_000) };
    await expect(createSmtpTransport(server.settings()).send(large, never)).rejects.toMatchObject({
      code: 'delivery.rejected',
      message: expect.stringContaining('5000'),
    });
  });

  it('says that nothing listens', async () => {
    const server = await startMailServer();
    await server.stop();
    await expect(createSmtpTransport(server.settings()).send(mail, never)).rejects.toMatchObject({
      code: 'delivery.unreachable',
      advice: { kind: 'backoff' },
      message: expect.stringContaining('nothing listens on that port'),
      details: { reason: 'ECONNREFUSED' },
    });
  });

  const talk = (line: string) => {
    if (line === '(connected)') return '220 here';
    if (/^(EHLO|MAIL|RCPT)/.test(line)) return '250 ok';
    return line === 'DATA' ? '354 go on' : '';
  };

  it.each(['(connected)', 'EHLO', 'MAIL', 'RCPT', 'DATA'])(
    'takes a connection lost at %s for unreachable',
    async (stage) => {
      const server = await started(
        startScriptedServer((line) => (line.startsWith(stage) ? undefined : talk(line))),
      );
      await expect(createSmtpTransport(server.settings()).send(mail, never)).rejects.toMatchObject({
        code: 'delivery.unreachable',
      });
    },
  );

  it('takes a connection lost in the middle of a mail for unreachable', async () => {
    const server = await started(
      startScriptedServer((line) => (line.length === 76 ? undefined : talk(line))),
    );
    const content = Buffer.alloc(8_000_000);
    const attachments = [{ filename: 'a.pdf', contentType: 'application/pdf', content }];
    await expect(
      createSmtpTransport(server.settings()).send({ ...mail, attachments }, never),
    ).rejects.toMatchObject({ code: 'delivery.unreachable', advice: { kind: 'backoff' } });
  });

  it('does not know when the connection is lost after the mail', async () => {
    const server = await started(startScriptedServer((line) => (line === '.' ? undefined : talk(line))));
    await expect(createSmtpTransport(server.settings()).send(mail, never)).rejects.toMatchObject({
      code: 'delivery.unknown',
      advice: { kind: 'never' },
      message: expect.stringContaining('may have arrived or not'),
    });
  });

  it.each([
    ['before the greeting', '(connected)', 'delivery.unreachable'],
    ['before the mail', 'RCPT', 'delivery.unreachable'],
    ['after the mail', '.', 'delivery.unknown'],
  ])('closes the connection when it is stopped %s', async (_, stage, code) => {
    const controller = new AbortController();
    const server = await started(
      startScriptedServer((line) => {
        if (!line.startsWith(stage)) return talk(line);
        controller.abort(new Error('Too slow.'));
        return '';
      }),
    );
    await expect(createSmtpTransport(server.settings()).send(mail, controller.signal)).rejects.toMatchObject({
      code,
    });
    const deadline = performance.now() + 3_000;
    while (server.open() > 0 && performance.now() < deadline) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(server.open()).toBe(0);
  });

  it('does not connect once it was stopped', async () => {
    const server = await started(startScriptedServer(talk));
    await expect(
      createSmtpTransport(server.settings()).send(mail, AbortSignal.abort()),
    ).rejects.toMatchObject({ code: 'delivery.unreachable' });
    expect(server.lines).toEqual([]);
  });
});
