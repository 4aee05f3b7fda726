import { EngineError } from '@daybook/kernel';
import { checkMail, checkMailSize } from './check-mail.ts';
import { composeMail } from './compose-mail.ts';
import { type MailSettings, mailSettings } from './mail-settings.ts';
import type { MailSender } from './mail-transport.ts';
import { withSmtpSession } from './smtp-session.ts';

/** Beyond the settings. */
export interface SmtpTransportOptions {
  /**
   * Certificates, in PEM, of a private authority to trust beside the public ones. With it, NODE_EXTRA_CA_CERTS is not looked
   * at.
   */
  readonly ca?: string;
}

/**
 * Hands mails to a mail server, over a connection of its own for each. Certificates are always verified, and without
 * encryption nothing is sent but to a server on this machine.
 * @throws {EngineError} `delivery.unconfigured` when the settings are not as {@link mailSettings} wants them.
 */
export function createSmtpTransport(settings: MailSettings, options: SmtpTransportOptions = {}): MailSender {
  const checked = mailSettings.safeParse(settings);
  if (!checked.success) {
    const issues = checked.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
    throw new EngineError(
      'delivery.unconfigured',
      `The settings for mail cannot be used: ${issues.join('; ')}. Correct them in Settings → E-mail or DAYBOOK_SMTP_URL.`,
    );
  }
  const session = { settings: checked.data, ...options };
  return {
    from: settings.from,
    async send(message, signal) {
      checkMail(message);
      const mail = await composeMail(message);
      checkMailSize(mail.byteLength);
      const response = await withSmtpSession(session, signal, (server) => server.send(message, mail));
      return { messageId: message.messageId, response };
    },
    verify: (signal) => withSmtpSession(session, signal, () => Promise.resolve()),
  };
}
