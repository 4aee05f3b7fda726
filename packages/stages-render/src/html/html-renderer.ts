import { createChartDrawer } from '../charts/chart-drawer.ts';
import type { Renderer } from '../renderer.ts';
import type { RendererOptions } from '../renderer-options.ts';
import { templateVersions } from '../template-versions.ts';
import { toPageContext } from './page-context.ts';
import { printPage } from './print-page.ts';

/** Draws a report as one self-contained page: no script, nothing loaded, for light and dark screens and for paper. */
export function createHtmlRenderer({ charts = createChartDrawer() }: RendererOptions = {}): Renderer<'html'> {
  return {
    format: 'html',
    version: templateVersions.html,
    async render(model) {
      const page = await printPage(await toPageContext(model, charts));
      return { bytes: new TextEncoder().encode(page), warnings: [] };
    },
  };
}
