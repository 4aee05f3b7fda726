import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createSmtpTransport } from '../../src/email/smtp-transport.ts';
import { type Certificates, makeCertificates } from '../certificates.ts';
import { reply, type RunningMailServer, startMailServer, startScriptedServer } from '../mail-server.ts';
import { mail } from './sample-mail.ts';

let certificates: Certificates;
const running: Pick<RunningMailServer, 'stop'>[] = [];

beforeAll(async () => {
  certificates = await makeCertificates();
});
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
const password = 'sesam öffne dich!';

describe('createSmtpTransport, encryption', () => {
  const modes = [
    ['tls', { secure: true }],
    ['starttls', {}],
  ] as const;

  it.each(modes)('sends over %s to a server whose authority it trusts', async (security, options) => {
    const server = await started(startMailServer({ ...options, ...keyed() }));
    const transport = createSmtpTransport(server.settings({ security }), { ca: certificates.ca });
    await transport.send(mail, never);
    expect(server.mails).toMatchObject([{ secure: true, to: ['me@example.org'] }]);
  });

  it.each(modes)('refuses over %s a certificate that nobody vouches for', async (security, options) => {
    const server = await started(startMailServer({ ...options, ...keyed() }));
    await expect(createSmtpTransport(server.settings({ security })).send(mail, never)).rejects.toMatchObject({
      code: 'delivery.unreachable',
      message: expect.stringMatching(/certificate that can't be trusted.*NODE_EXTRA_CA_CERTS/),
    });
    expect(server.mails).toEqual([]);
  });

  it.each(modes)('refuses over %s a certificate of another host', async (security, options) => {
    const other = await makeCertificates('DNS:mail.example.org');
    const server = await started(
      startMailServer({ ...options, key: other.key, cert: other.cert, hideSTARTTLS: false }),
    );
    const transport = createSmtpTransport(server.settings({ security }), { ca: other.ca });
    await expect(transport.send(mail, never)).rejects.toMatchObject({
      message: expect.stringContaining('ALTNAME'),
    });
    expect(server.mails).toEqual([]);
  });

  it('sends nothing in plain text when STARTTLS is asked for and not offered', async () => {
    const server = await started(startMailServer({ disabledCommands: ['STARTTLS'] }));
    const settings = server.settings({ security: 'starttls', user: 'me', password });
    await expect(createSmtpTransport(settings).send(mail, never)).rejects.toMatchObject({
      code: 'delivery.unreachable',
      advice: { kind: 'backoff' },
      message: expect.stringContaining('offers no encrypted connection (STARTTLS)'),
    });
    expect(server.mails).toEqual([]);
  });

  it.each(['mail.example.org', '192.168.1.2', '127.0.0.1.example.org'])(
    'speaks to %s in plain text under no circumstances',
    async (host) => {
      const server = await started(startMailServer());
      expect(() => createSmtpTransport(server.settings({ host }))).toThrow(
        expect.objectContaining({
          code: 'delivery.unconfigured',
          message: expect.stringContaining('only a server on this machine'),
        }),
      );
    },
  );

  it('finds this machine by its name', async () => {
    const server = await started(startMailServer());
    await createSmtpTransport(server.settings({ host: 'localhost' })).send(mail, never);
    expect(server.mails).toHaveLength(1);
  });

  function keyed() {
    return { key: certificates.key, cert: certificates.cert, hideSTARTTLS: false };
  }
});

describe('createSmtpTransport, login', () => {
  const guarded = (methods: string[]) =>
    startMailServer({
      authOptional: false,
      allowInsecureAuth: true,
      authMethods: methods,
      onAuth(given, _session, done) {
        if (given.username === 'me' && given.password === password) done(null, { user: 'me' });
        else done(reply(535, `5.7.8 Refused ${given.username}:${given.password}`));
      },
    });

  it.each(['PLAIN', 'LOGIN'])('logs in by %s', async (method) => {
    const server = await started(guarded([method]));
    await createSmtpTransport(server.settings({ user: 'me', password })).send(mail, never);
    expect(server.mails).toHaveLength(1);
  });

  it.each(['PLAIN', 'LOGIN'])('says by %s that the login is wrong, without the password', async (method) => {
    const server = await started(guarded([method]));
    const wrong = 'canary-4711';
    const transport = createSmtpTransport(server.settings({ user: 'me', password: wrong }));
    const failure: unknown = await transport.send(mail, never).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      code: 'delivery.unconfigured',
      advice: { kind: 'never' },
      message: expect.stringMatching(/refused the login \(535\).*Check user and password/),
      details: { reply: 535 },
    });
    expect(failure).not.toHaveProperty('cause');
    const shown = JSON.stringify(failure, Object.getOwnPropertyNames(failure));
    expect(shown).not.toContain(wrong);
    expect(shown).not.toContain(Buffer.from(wrong).toString('base64'));
  });

  it('says that a login is wanted when none is set', async () => {
    const server = await started(guarded(['PLAIN']));
    await expect(createSmtpTransport(server.settings()).send(mail, never)).rejects.toMatchObject({
      code: 'delivery.unconfigured',
    });
  });

  it('sends nothing without the login that is set', async () => {
    const server = await started(startMailServer({ disabledCommands: ['AUTH'] }));
    const transport = createSmtpTransport(server.settings({ user: 'me', password }));
    await expect(transport.send(mail, never)).rejects.toMatchObject({
      code: 'delivery.unconfigured',
      message: expect.stringContaining('takes no login'),
    });
    expect(server.mails).toEqual([]);
  });

  it('keeps the password out of whatever a server says', async () => {
    const echo = Buffer.from('canary-4711').toString('base64');
    const server = await started(guardedBy(`550 no canary-4711 ${echo} \u001b[31mred\u202E`));
    const transport = createSmtpTransport(server.settings({ user: 'me', password: 'canary-4711' }));
    await expect(transport.send(mail, never)).rejects.toMatchObject({
      code: 'delivery.rejected',
      message: expect.stringContaining('"550 no … … [31mred"'),
    });
  });

  function guardedBy(answer: string) {
    return startScriptedServer((line) => {
      if (line === '(connected)') return '220 here';
      if (line.startsWith('EHLO')) return '250-here\r\n250 AUTH PLAIN';
      return line.startsWith('AUTH') ? '235 in' : answer;
    });
  }

  it('verifies settings without sending', async () => {
    const server = await started(guarded(['PLAIN']));
    await createSmtpTransport(server.settings({ user: 'me', password })).verify(never);
    expect(server.mails).toEqual([]);
    const wrong = createSmtpTransport(server.settings({ user: 'me', password: 'x' }));
    await expect(wrong.verify(never)).rejects.toMatchObject({ code: 'delivery.unconfigured' });
  });
});
