import type { ArtifactFormat } from '@daybook/kernel';
import type { NamedArtifact } from '../read-artifacts.ts';
import type { MailAttachment } from './mail-transport.ts';

const kinds: Readonly<Record<ArtifactFormat, { readonly extension: string; readonly contentType: string }>> =
  {
    html: { extension: 'html', contentType: 'text/html; charset=utf-8' },
    email: { extension: 'mail.html', contentType: 'text/html; charset=utf-8' },
    pdf: { extension: 'pdf', contentType: 'application/pdf' },
    csv: { extension: 'csv', contentType: 'text/csv; charset=utf-8' },
    png: { extension: 'png', contentType: 'image/png' },
  };

const MAX_STEM = 120;

/** The attachments of a mail, named after report and date, each name once. */
export function nameAttachments(artifacts: readonly NamedArtifact[]): readonly MailAttachment[] {
  const taken = new Set<string>();
  return artifacts.map(({ name, artifact }) => {
    const { format, report, date, bytes: content } = artifact;
    const { extension, contentType } = kinds[format];
    const alone = artifacts.filter((other) => other.artifact.format === format).length === 1;
    // Several of a format are told apart by the names that the render step gave them.
    const stem = `${toAscii(alone ? report : name.replace(/\.[^.]*$/, ''))}-${toAscii(date)}`;
    let filename = `${stem}.${extension}`;
    for (let count = 2; taken.has(filename); count += 1) filename = `${stem}-${count}.${extension}`;
    taken.add(filename);
    return { filename, contentType, content };
  });
}

function toAscii(text: string): string {
  const safe = text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^A-Za-z0-9]+/g, '-');
  return safe.replaceAll(/^-+|-+$/g, '').slice(0, MAX_STEM) || 'report';
}
