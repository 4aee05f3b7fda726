import type { ChartSection, ReportModel } from '@daybook/kernel';
import { type ChartDrawer, createChartDrawer } from '../charts/chart-drawer.ts';
import type { Renderer } from '../renderer.ts';
import type { RendererOptions } from '../renderer-options.ts';
import { templateVersions } from '../template-versions.ts';
import { drawMailChart, type MailChart } from './mail-chart.ts';
import type { MailCharts } from './mail-context.ts';
import { printMail } from './print-mail.ts';

/**
 * Draws a report as the HTML body of a mail: one column, nothing loaded, charts as PNG in data URIs, below 100 kB
 * without them.
 */
export function createEmailRenderer({
  charts = createChartDrawer(),
}: RendererOptions = {}): Renderer<'email'> {
  return {
    format: 'email',
    version: templateVersions.email,
    async render(model) {
      const html = await printMail(model, await drawMailCharts(model, charts));
      return { bytes: new TextEncoder().encode(html), warnings: [] };
    },
  };
}

async function drawMailCharts({ sections }: ReportModel, charts: ChartDrawer): Promise<MailCharts> {
  const pictures = new Map<ChartSection, MailChart | undefined>();
  for (const section of sections) {
    if (section.type === 'chart') pictures.set(section, await drawMailChart(section, charts));
  }
  return pictures;
}
