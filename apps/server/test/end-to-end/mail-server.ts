import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** A real mail server on loopback, with TLS from the first byte and a certificate of a private authority. */
export interface TlsMailServer {
  /** For `DAYBOOK_SMTP_URL`. */
  readonly url: string;
  readonly port: number;
  /** For `NODE_EXTRA_CA_CERTS`. */
  readonly authorityFile: string;
  /** What it took, in order. */
  readonly mails: readonly ParsedMail[];
  stop(): Promise<void>;
}

/** @param folder for the certificates. */
export async function startTlsMailServer(folder: string): Promise<TlsMailServer> {
  const { key, cert, authorityFile } = makeCertificates(folder);
  const mails: ParsedMail[] = [];
  const server = new SMTPServer({
    secure: true,
    key,
    cert,
    disableReverseLookup: true,
    onAuth({ username, password }, _session, done) {
      if (username === 'me@example.org' && password === 'mail-password')
        return done(null, { user: username });
      done(new Error('Invalid user or password'));
    },
    onData(stream, _session, done) {
      void (async () => {
        mails.push(await simpleParser(stream));
        done();
        // A client that leaves in the middle of a mail has sent none.
      })().catch(() => undefined);
    },
  });
  server.on('error', () => undefined);
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const address = listening.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `smtps://me%40example.org:mail-password@localhost:${address.port}`,
    port: address.port,
    authorityFile,
    mails,
    stop: () =>
      new Promise((resolve) => {
        server.close(resolve);
      }),
  };
}

function makeCertificates(folder: string) {
  const file = (name: string): string => join(folder, name);
  const make = (...given: readonly string[]) =>
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:prime256v1',
        '-nodes',
        '-days',
        '2',
        ...given,
      ],
      { stdio: 'pipe' },
    );
  make('-keyout', file('ca.key'), '-out', file('ca.pem'), '-subj', '/CN=Private authority');
  make(
    '-keyout',
    file('mail.key'),
    '-out',
    file('mail.pem'),
    '-subj',
    '/CN=Mail server',
    '-CA',
    file('ca.pem'),
    '-CAkey',
    file('ca.key'),
    '-addext',
    'subjectAltName=DNS:localhost,IP:127.0.0.1',
  );
  return {
    key: readFileSync(file('mail.key')),
    cert: readFileSync(file('mail.pem')),
    authorityFile: file('ca.pem'),
  };
}
