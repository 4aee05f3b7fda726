import { parseInstant, type ReportModel, toEpochMs, toInstant } from '@daybook/kernel';
import type PDFDocument from 'pdfkit';
import { printableLine } from '../printable-text.ts';

/** An open document of the PDF engine. */
export type PdfDocument = InstanceType<typeof PDFDocument>;

/** A document without pages and without fonts. */
export async function openDocument({ title, newestDate }: ReportModel): Promise<PdfDocument> {
  const { default: Document } = await import('pdfkit');
  return new Document({
    autoFirstPage: false,
    bufferPages: true,
    pdfVersion: '1.7',
    lang: 'en',
    displayTitle: true,
    // Fonts are only ever named by alias: one that was opened by path is parsed again at every change of font.
    font: '',
    // The document's id follows from these, so that equal models give equal bytes.
    info: {
      Title: printableLine(title),
      Creator: 'Daybook',
      Producer: 'Daybook',
      CreationDate: new Date(toEpochMs(parseInstant(`${newestDate}T00:00:00Z`) ?? toInstant(0))),
    },
  });
}

/** The bytes of the document; it is closed afterwards. */
export async function closeDocument(document: PdfDocument): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve, reject) => {
    document.once('end', resolve);
    document.once('error', reject);
  });
  document.end();
  await ended;
  return Buffer.concat(chunks);
}
