import { EngineError } from '@daybook/kernel';
import type { MailChannel } from '../channel.ts';
import { mailAddress } from '../mail-address.ts';
import { checkMail } from './check-mail.ts';
import type { MailMessage, MailSender } from './mail-transport.ts';

export interface EmailChannelPorts {
  /** How mails leave at this moment, asked for each mail, so that changed settings hold at once; `undefined` when nobody set it up. */
  transport(): Promise<MailSender | undefined>;
}

/** Delivers by e-mail, one mail a recipient. Whether a mail arrived can never be found out later. */
export function createEmailChannel({ transport }: EmailChannelPorts): MailChannel {
  return {
    name: 'email',
    checkRecipient(recipient) {
      if (mailAddress.safeParse(recipient).success) return;
      throw new EngineError(
        'delivery.rejected',
        `Nothing can be mailed to ${JSON.stringify(recipient.slice(0, 120))}: it is not a plain address. Change "to" of the send step.`,
      );
    },
    async deliver({ recipient, deliveryKey, subject, body, attachments }, { at, signal, takeQuota }) {
      const sender = await transport();
      if (sender === undefined) throw notSetUp();
      const message: MailMessage = {
        ...body,
        from: sender.from,
        to: recipient,
        subject,
        attachments,
        messageId: `<${deliveryKey.slice(0, 40)}@daybook.local>`,
        date: at,
      };
      checkMail(message);
      await takeQuota();
      await sender.send(message, signal);
    },
    findOut: () => Promise.resolve('unclear'),
  };
}

function notSetUp(): EngineError {
  return new EngineError(
    'delivery.unconfigured',
    'No mail server is set up; nothing was sent. Set one up under Settings → E-mail, or in DAYBOOK_SMTP_URL, and run the policy again.',
  );
}
