import type { ArtifactFormat } from '@daybook/kernel';
import type { MailBody } from './mail-transport.ts';
import { toPlainText } from './plain-text.ts';

/** The text of a mail made from an artifact; `undefined` when a mail can't show that format. */
export function toMailBody(format: ArtifactFormat, bytes: Uint8Array): MailBody | undefined {
  const content = new TextDecoder().decode(bytes);
  switch (format) {
    case 'email':
    case 'html':
      return { text: toPlainText(content), html: content };
    case 'csv':
      return { text: content };
    case 'pdf':
    case 'png':
      return undefined;
  }
}
