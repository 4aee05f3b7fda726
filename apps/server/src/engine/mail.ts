import type { EmailSettings } from '@daybook/api-contract';
import { type Clock, EngineError, toJson } from '@daybook/kernel';
import type { SettingsStore } from '@daybook/persistence';
import {
  createSmtpTransport,
  type MailSettings,
  type MailSender,
  mailSettings,
  parseSmtpUrl,
} from '@daybook/stages-send';
import { z } from 'zod';

/** The operator's own setting, from the environment. */
export interface MailEnvironment {
  /** `DAYBOOK_SMTP_URL` */
  readonly smtpUrl: string | undefined;
  /** `DAYBOOK_SMTP_FROM` */
  readonly from: string | undefined;
}

/** A change of the settings; the password stays as it is when it is left out. */
export interface MailChange {
  readonly host: string;
  readonly port: number;
  readonly security: MailSettings['security'];
  readonly user: string | null;
  readonly password?: string | null | undefined;
  readonly from: string;
  readonly owner: string | null;
}

/** What mail goes through at present. */
export interface CurrentMail {
  readonly settings: MailSettings;
  readonly source: 'settings' | 'environment';
  /** Who is told of failures: the address set for it, else the sender's own. */
  readonly owner: string;
}

/** How mail is sent; looked up for every message, so that a change applies to the next one. */
export interface Mail {
  /** `undefined` when nothing is set up. @throws {EngineError} `usage.invalid` when the environment's URL is none. */
  current(): Promise<CurrentMail | undefined>;
  /** `undefined` when nothing is set up. */
  sender(): Promise<MailSender | undefined>;
  /** As it may be shown: never the password. */
  show(): Promise<EmailSettings>;
  /** @throws {EngineError} `usage.invalid` when the settings can't work, such as plain text to another machine. */
  change(change: MailChange): Promise<void>;
}

const stored = z.object({ mail: z.unknown(), owner: z.string().nullable() });
const settingKey = 'email';

export function createMail(ports: {
  readonly settings: SettingsStore;
  readonly environment: MailEnvironment;
  readonly clock: Clock;
  /** Told of passwords, so that no log line holds them. @default nobody */
  readonly secrets?: { add(secret: string): void };
}): Mail {
  const { settings, environment, clock, secrets } = ports;

  async function read(): Promise<{ readonly mail: MailSettings; readonly owner: string | null } | undefined> {
    const value = await settings.read(settingKey);
    if (value === undefined) return undefined;
    const { mail, owner } = stored.parse(value);
    const settled = mailSettings.parse(mail);
    if (settled.password !== undefined) secrets?.add(settled.password);
    return { mail: settled, owner };
  }

  async function current(): Promise<CurrentMail | undefined> {
    const kept = await read();
    if (kept !== undefined) {
      return { settings: kept.mail, source: 'settings', owner: kept.owner ?? kept.mail.from };
    }
    if (environment.smtpUrl === undefined || environment.smtpUrl === '') return undefined;
    const parsed = parseSmtpUrl(environment.smtpUrl, environment.from);
    return { settings: parsed, source: 'environment', owner: parsed.from };
  }

  return {
    current,
    async sender() {
      const found = await current();
      if (found === undefined) return undefined;
      return { ...createSmtpTransport(found.settings), from: found.settings.from };
    },
    async show() {
      const found = await current();
      if (found === undefined) return nothingSet;
      const { host, port, security, user, password, from } = found.settings;
      return {
        configured: true,
        source: found.source,
        host,
        port,
        security,
        user: user ?? null,
        password_set: password !== undefined,
        from,
        owner: found.owner,
      };
    },
    async change({ host, port, security, user, password, from, owner }) {
      const kept = (await read())?.mail;
      // A password is for the server that it was given for.
      const before = kept?.host === host ? kept.password : undefined;
      const secret = password === undefined ? before : (password ?? undefined);
      if (secret !== undefined) secrets?.add(secret);
      const checked = mailSettings.safeParse({
        host,
        port,
        security,
        from,
        ...(user === null ? {} : { user }),
        ...(secret === undefined ? {} : { password: secret }),
      });
      if (!checked.success) {
        const reasons = checked.error.issues.map(({ message }) => message).join('; ');
        throw new EngineError('usage.invalid', `The e-mail settings can't work: ${reasons}.`);
      }
      await settings.write(settingKey, toJson({ mail: checked.data, owner }), clock.now());
    },
  };
}

const nothingSet: EmailSettings = {
  configured: false,
  source: 'none',
  host: null,
  port: null,
  security: null,
  user: null,
  password_set: false,
  from: null,
  owner: null,
};
