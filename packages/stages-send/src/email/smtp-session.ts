import { Readable } from 'node:stream';
import { rootCertificates } from 'node:tls';
import SMTPConnection, { type SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection';
import type { MailSettings } from './mail-settings.ts';
import { loginNotOffered, toMailError } from './smtp-failure.ts';

/** What a mail server is told about a mail beside its bytes. */
export interface Envelope {
  readonly from: string;
  readonly to: string;
}

/** A connection to a mail server, secured and logged in. */
export interface SmtpSession {
  /** Hands a mail over and gives the server's last answer. */
  send(envelope: Envelope, mail: Uint8Array): Promise<string>;
}

/** What a session needs. */
export interface SmtpSessionSettings {
  readonly settings: MailSettings;
  /** Certificates, in PEM, of an authority to trust beside the usual ones. */
  readonly ca?: string;
}

/** In milliseconds. */
const CONNECTION_TIMEOUT = 15_000;
const SILENCE_TIMEOUT = 120_000;
const CLOSE_TIMEOUT = 1_000;

/** Small enough that a mail which breaks off in the middle is known to be incomplete. */
const CHUNK_BYTES = 16_384;

/**
 * Opens a connection, does the work and closes it, whatever happens.
 * @throws {EngineError} as {@link toMailError} tells.
 */
export async function withSmtpSession<Result>(
  { settings, ca }: SmtpSessionSettings,
  signal: AbortSignal,
  work: (session: SmtpSession) => Promise<Result>,
): Promise<Result> {
  const connection = new SMTPConnection(toConnectionOptions(settings, ca));
  const server = `${settings.host}:${settings.port}`;
  const end = watchEnd(connection, signal);
  let handedOver = false;
  const session: SmtpSession = {
    send: (envelope, mail) =>
      sendMail(connection, envelope, {
        mail,
        onHandedOver: () => {
          handedOver = true;
        },
      }),
  };
  const conversation = async (): Promise<Result> => {
    await connect(connection);
    await logIn(connection, settings, server);
    return work(session);
  };
  try {
    signal.throwIfAborted();
    return await Promise.race([conversation(), end.reached]);
  } catch (failure) {
    throw toMailError(failure, { server, handedOver, aborted: signal.aborted, secrets: secretsOf(settings) });
  } finally {
    end.forget();
    connection.close();
  }
}

interface Handover {
  readonly mail: Uint8Array;
  /** The last byte of the mail is on its way; from here on the server may have it all. */
  onHandedOver(): void;
}

async function sendMail(
  connection: SMTPConnection,
  { from, to }: Envelope,
  { mail, onHandedOver }: Handover,
): Promise<string> {
  const source = Readable.from(cut(mail), { objectMode: false });
  source.once('end', onHandedOver);
  const { response } = await new Promise<{ readonly response: string }>((resolve, reject) => {
    connection.send({ from, to: [to], size: mail.byteLength }, source, (failure, info) =>
      failure === null ? resolve(info) : reject(failure),
    );
  });
  return response;
}

function toConnectionOptions(settings: MailSettings, ca: string | undefined): SMTPConnectionOptions {
  const { host, port, security } = settings;
  return {
    // Looked up, the name could lead to another machine.
    host: security === 'plain' && host.toLowerCase() === 'localhost' ? '127.0.0.1' : host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'plain',
    // The machine's own name is nobody's business.
    name: '[127.0.0.1]',
    connectionTimeout: CONNECTION_TIMEOUT,
    greetingTimeout: CONNECTION_TIMEOUT,
    socketTimeout: SILENCE_TIMEOUT,
    socketCloseTimeout: CLOSE_TIMEOUT,
    tls: {
      rejectUnauthorized: true,
      minVersion: 'TLSv1.2',
      ...(ca === undefined ? {} : { ca: [...rootCertificates, ca] }),
    },
  };
}

/** Some ways in which a connection ends reach none of the callbacks. */
function watchEnd(connection: SMTPConnection, signal: AbortSignal) {
  let forget = (): void => undefined;
  const reached = new Promise<never>((_, reject) => {
    const onAbort = () => reject(new Error('The engine gave up.'));
    signal.addEventListener('abort', onAbort, { once: true });
    connection.on('error', reject);
    connection.once('end', () => reject(new Error('it closed the connection')));
    forget = () => signal.removeEventListener('abort', onAbort);
  });
  // The conversation's own outcome may be there first.
  reached.catch(() => undefined);
  return { reached, forget };
}

function connect(connection: SMTPConnection): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.connect((failure) => (failure ? reject(failure) : resolve()));
  });
}

async function logIn(
  connection: SMTPConnection,
  { user, password }: MailSettings,
  server: string,
): Promise<void> {
  if (user === undefined || password === undefined) return;
  if (!connection.allowsAuth) throw loginNotOffered(server);
  await new Promise<void>((resolve, reject) => {
    connection.login({ user, pass: password }, (failure) => (failure ? reject(failure) : resolve()));
  });
}

function* cut(mail: Uint8Array): Generator<Uint8Array> {
  for (let start = 0; start < mail.byteLength; start += CHUNK_BYTES) {
    yield mail.subarray(start, start + CHUNK_BYTES);
  }
}

/** The password, also in the forms in which it travels. */
function secretsOf({ user = '', password }: MailSettings): readonly string[] {
  if (password === undefined) return [];
  const base64 = (text: string): string => Buffer.from(text).toString('base64');
  return [base64(`\0${user}\0${password}`), base64(password), encodeURIComponent(password), password];
}
