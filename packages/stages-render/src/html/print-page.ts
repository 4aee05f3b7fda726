import { createHash } from 'node:crypto';
import type { PageContext } from './page-context.ts';
import { reportStyle } from './report-style.ts';
import { reportTemplate } from './report-template.ts';

const styleHash = createHash('sha256').update(reportStyle).digest('base64');

/** Nothing may be loaded or run; only our own style sheet applies. */
const contentSecurityPolicy = `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'`;

/**
 * Fills the one template that the package ships.
 * @throws {Error} when the template prints something that the context lacks.
 */
export async function printPage(context: PageContext): Promise<string> {
  const { default: nunjucks } = await import('nunjucks');
  // No loader: the template can include nothing.
  const environment = new nunjucks.Environment([], {
    autoescape: true,
    throwOnUndefined: true,
    trimBlocks: true,
    lstripBlocks: true,
  });
  return environment.renderString(reportTemplate, { ...context, contentSecurityPolicy, style: reportStyle });
}
