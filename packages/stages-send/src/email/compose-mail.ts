import { sha256 } from '@daybook/kernel';
import MailComposer from 'nodemailer/lib/mail-composer';
import { encodeWord } from 'nodemailer/lib/mime-funcs';
import { takeOutImages } from './inline-images.ts';
import type { MailMessage } from './mail-transport.ts';

/** Whatever the text holds, a lone dot or a line of a megabyte, the server sees short lines of letters. */
const contentTransferEncoding = 'base64';

/** The longest encoded word (RFC 2047). */
const ENCODED_WORD = 75;

/** The bytes of a mail as they are sent; the same mail gives the same bytes. */
export async function composeMail(message: MailMessage): Promise<Uint8Array> {
  const { from, to, subject, text, messageId, date } = message;
  const { html, images } = takeOutImages(message.html ?? '', messageId.slice(1, -1));
  return new MailComposer({
    from,
    to,
    subject: encodeSubject(subject),
    messageId,
    date: new Date(date),
    // Nobody's "out of office" shall answer (RFC 3834).
    headers: { 'Auto-Submitted': 'auto-generated' },
    text: { content: text, contentTransferEncoding },
    ...(message.html === undefined ? {} : { html: { content: html, contentTransferEncoding } }),
    attachments: [...images, ...message.attachments].map(({ content, ...about }) => ({
      ...about,
      content: Buffer.from(content.buffer, content.byteOffset, content.byteLength),
      contentTransferEncoding,
    })),
    baseBoundary: sha256(messageId).slice(0, 24),
    newline: 'win',
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build();
}

/** A subject that looks encoded already would be decoded into other words by its reader. */
function encodeSubject(subject: string): string {
  return subject.includes('=?') ? encodeWord(subject, 'B', ENCODED_WORD) : subject;
}
