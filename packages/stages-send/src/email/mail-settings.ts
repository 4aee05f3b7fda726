import { EngineError } from '@daybook/kernel';
import { z } from 'zod';
import { mailAddress } from '../mail-address.ts';

const DEFAULT_PORTS = { tls: 465, starttls: 587, plain: 587 } as const;

const hostName =
  /^(?=.{1,253}$)[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}))*$|^[0-9A-Fa-f:.]{2,45}$/;

const credential = z
  .string()
  .min(1)
  .max(500)
  .regex(/^[^\p{Cc}]*$/u, 'must hold no control characters');

/** How mails leave, as it is stored; the password is a secret. */
export const mailSettings = z
  .strictObject({
    host: z.string().regex(hostName, 'must be a host name or an IP address, without a port'),
    port: z.int().min(1).max(65_535),
    security: z
      .enum(['tls', 'starttls', 'plain'])
      .describe(
        '"tls" from the first byte, "starttls" before anything is said, "plain" on this machine only.',
      ),
    user: credential.optional(),
    password: credential.optional().describe('A secret. Without it there is no login.'),
    from: mailAddress.describe('The address that mails come from.'),
  })
  .superRefine(({ host, security, user, password }, context) => {
    if (security === 'plain' && !isLoopback(host)) {
      const message =
        'must be "tls" or "starttls": only a server on this machine may be spoken to in plain text';
      context.addIssue({ code: 'custom', path: ['security'], message });
    }
    if (password !== undefined && user === undefined) {
      context.addIssue({ code: 'custom', path: ['user'], message: 'must be there beside a password' });
    }
  });

export type MailSettings = z.output<typeof mailSettings>;

/**
 * Reads the settings out of the value of `DAYBOOK_SMTP_URL`. `smtps://` is TLS from the start, port 465; `smtp://` requires
 * STARTTLS, port 587, but for a server on this machine, which is spoken to in plain text.
 * @param from The value of `DAYBOOK_SMTP_FROM`. Default: the URL's user name, when it is an address.
 * @throws {EngineError} `usage.invalid`, saying what is wrong or missing, without the URL: it holds a password.
 */
export function parseSmtpUrl(url: string, from?: string): MailSettings {
  const parts = readUrl(url);
  const sender = from ?? parts.user;
  if (sender === undefined || !mailAddress.safeParse(sender).success) {
    throw invalid(
      from === undefined
        ? 'DAYBOOK_SMTP_URL tells no sender, as its user name is no plain address. Set DAYBOOK_SMTP_FROM to one'
        : 'DAYBOOK_SMTP_FROM is not a plain address such as me@example.org. Correct it',
    );
  }
  const settings = mailSettings.safeParse({ ...parts, from: sender });
  if (settings.success) return settings.data;
  const issues = settings.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
  throw invalid(`DAYBOOK_SMTP_URL cannot be used: ${issues.join('; ')}. Correct it`);
}

/** Whether a host is this machine under one of its three usual names. */
function isLoopback(host: string): boolean {
  return ['127.0.0.1', '::1', 'localhost'].includes(host.toLowerCase());
}

function readUrl(text: string): Partial<MailSettings> {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !['smtp:', 'smtps:'].includes(url.protocol) || url.hostname === '') {
    throw invalid('DAYBOOK_SMTP_URL is not of the form smtps://user:password@host:port. Correct it');
  }
  // An unencoded "/", "?" or "#" in a password ends up here, with half of the password taken for the host.
  if (!['', '/'].includes(url.pathname) || url.search !== '' || url.hash !== '') {
    throw invalid(
      'DAYBOOK_SMTP_URL holds more than user, password, host and port. Percent-encode special characters of the password',
    );
  }
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const plain = isLoopback(host) ? 'plain' : 'starttls';
  const security = url.protocol === 'smtps:' ? 'tls' : plain;
  return {
    host,
    port: url.port === '' ? DEFAULT_PORTS[security] : Number(url.port),
    security,
    ...(url.username === '' ? {} : { user: decode(url.username) }),
    ...(url.password === '' ? {} : { password: decode(url.password) }),
  };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw invalid(
      'DAYBOOK_SMTP_URL holds a "%" that encodes nothing. Write %25 for a percent sign in user or password',
    );
  }
}

function invalid(message: string): EngineError {
  return new EngineError('usage.invalid', `${message}.`);
}
