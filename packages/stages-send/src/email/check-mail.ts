import { EngineError } from '@daybook/kernel';
import { mailAddress } from '../mail-address.ts';
import type { MailMessage } from './mail-transport.ts';

/** What common providers still take: 20 MB, as sent. */
const MAX_MAIL_BYTES = 20_000_000;

const oneLine = /^[^\p{Cc}\p{Cs}\u2028\u2029]*$/u;
const plainName = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,199}$/;
const mediaType = /^[a-z]+\/[a-z0-9.+-]+(?:; charset=utf-8)?$/;
const messageId = /^<[A-Za-z0-9._-]+@[A-Za-z0-9.-]+>$/;

/**
 * Checks a mail once more, right before it leaves: a line end in a header would start a header, or a mail, of its own.
 * @throws {EngineError} `delivery.rejected`, naming the field, or the size.
 */
export function checkMail(message: MailMessage): void {
  checkAddress('sender', message.from);
  checkAddress('recipient', message.to);
  if (message.subject === '' || !oneLine.test(message.subject)) {
    throw refused('The subject of the mail is not one line of text');
  }
  if (!messageId.test(message.messageId)) throw refused('The mail has no proper Message-ID');
  if (Number.isNaN(Date.parse(message.date))) throw refused('The mail has no proper date');
  for (const { filename, contentType } of message.attachments) {
    if (!plainName.test(filename)) throw refused('An attachment of the mail has a name that could mislead');
    if (!mediaType.test(contentType))
      throw refused(`The attachment "${filename}" has no proper content type`);
  }
  checkMailSize(estimateSize(message));
}

/** @throws {EngineError} `delivery.rejected` when a mail of that many bytes is too large. */
export function checkMailSize(bytes: number): void {
  if (bytes <= MAX_MAIL_BYTES) return;
  const [size, limit] = [bytes, MAX_MAIL_BYTES].map((count) => (count / 1_000_000).toFixed(1));
  throw new EngineError(
    'delivery.rejected',
    `The mail would have ${size} MB as sent, and the limit is ${limit} MB; nothing was sent. Attach less, or deliver into a folder.`,
  );
}

function checkAddress(role: string, address: string): void {
  if (mailAddress.safeParse(address).success) return;
  throw refused(`The ${role} ${JSON.stringify(address.slice(0, 80))} is not a plain address`);
}

/** Base64 makes four characters of three bytes; line ends and headers come on top and are counted exactly later. */
function estimateSize({ text, html = '', attachments }: MailMessage): number {
  const raw = Buffer.byteLength(text) + attachments.reduce((sum, { content }) => sum + content.byteLength, 0);
  return Math.ceil(((raw + Buffer.byteLength(html)) * 4) / 3);
}

function refused(message: string): EngineError {
  return new EngineError('delivery.rejected', `${message}; nothing was sent. Change the send step.`);
}
