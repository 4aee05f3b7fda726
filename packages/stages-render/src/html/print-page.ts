import { createHash } from 'node:crypto';
import { loadTemplate } from '../fill-template.ts';
import type { PageContext } from './page-context.ts';
import { reportStyle } from './report-style.ts';
import { reportTemplate } from './report-template.ts';

const styleHash = createHash('sha256').update(reportStyle).digest('base64');

/** Nothing may be loaded or run; only our own style sheet applies. */
const contentSecurityPolicy = `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'`;

/**
 * Fills the template of the page.
 * @throws {Error} when the template prints something that the context lacks.
 */
export async function printPage(context: PageContext): Promise<string> {
  const fill = await loadTemplate(reportTemplate);
  return fill({ ...context, contentSecurityPolicy, style: reportStyle });
}
