import { parseInstant } from '@daybook/kernel';
import type { MailMessage } from '../../src/email/mail-transport.ts';

export const mail: MailMessage = {
  from: 'daybook@example.org',
  to: 'me@example.org',
  subject: 'Weekly brief',
  text: 'Close 371.20',
  html: '<p>Close 371.20</p>',
  attachments: [],
  messageId: '<0123@daybook.local>',
  date: parseInstant('2021-01-01T08:00:00Z')!,
};
