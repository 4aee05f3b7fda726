import type { ReportModel } from '@daybook/kernel';
import { loadTemplate } from '../fill-template.ts';
import { type MailCharts, type MailContext, toMailContext } from './mail-context.ts';
import { type MailExtent, mailExtents } from './mail-extent.ts';
import { mailStyle, mailStyleSheet, mailWidth } from './mail-style.ts';
import { mailTemplate } from './mail-template.ts';

/** In bytes, without pictures, which are attached when the mail is sent. Some clients clip a message of 102 kB. */
const MOST_BYTES = 96_000;

/**
 * Fills the template of the mail with as much of the report as fits.
 * @throws {Error} when not even its title fits, or when the template prints something that the context lacks.
 */
export async function printMail(model: ReportModel, charts: MailCharts): Promise<string> {
  const fill = await loadTemplate(mailTemplate);
  const print = (extent: MailExtent) => {
    const context = toMailContext(model, charts, extent);
    const html = fill({ ...context, style: mailStyle, styleSheet: mailStyleSheet, width: mailWidth });
    return { html, fits: Buffer.byteLength(html) - pictureBytes(context) <= MOST_BYTES };
  };
  const extents = mailExtents(model.sections.length);
  let found: string | undefined;
  let from = 0;
  let to = extents.length;
  // Most reports fit whole; for the others, halving finds the most that does.
  for (let at = 0; from < to; at = Math.floor((from + to) / 2)) {
    const extent = extents[at];
    if (extent === undefined) break;
    const printed = print(extent);
    if (printed.fits) {
      found = printed.html;
      to = at;
    } else from = at + 1;
  }
  if (found === undefined) throw new Error(`its title leaves no room in a mail of ${MOST_BYTES / 1_000} kB`);
  return found;
}

function pictureBytes({ blocks }: MailContext): number {
  let bytes = 0;
  for (const block of blocks) {
    if (block.type === 'chart') bytes += block.picture?.source.length ?? 0;
  }
  return bytes;
}
