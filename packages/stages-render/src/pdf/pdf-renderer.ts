import type { ReportModel } from '@daybook/kernel';
import { type ChartDrawer, createChartDrawer } from '../charts/chart-drawer.ts';
import { printableLine, printableParagraphs } from '../printable-text.ts';
import type { Renderer } from '../renderer.ts';
import type { RendererOptions } from '../renderer-options.ts';
import { groupSections, type SectionGroup } from '../section-groups.ts';
import { templateVersions } from '../template-versions.ts';
import { drawCards } from './draw-cards.ts';
import { drawChart } from './draw-chart.ts';
import { drawFooters } from './draw-footers.ts';
import { drawTable } from './draw-table.ts';
import { createFontBook, type TextStyle } from './font-book.ts';
import { missingGlyphWarning } from './missing-glyph-warning.ts';
import { blockGap, ink, typeSize } from './page-geometry.ts';
import { createPageFlow, flowLines, type PageFlow } from './page-flow.ts';
import { closeDocument, openDocument } from './pdf-document.ts';

/** Draws a report as A4 pages with vector charts, selectable text and embedded fonts. */
export function createPdfRenderer({ charts = createChartDrawer() }: RendererOptions = {}): Renderer<'pdf'> {
  return {
    format: 'pdf',
    version: templateVersions.pdf,
    async render(model) {
      const warnings: string[] = [];
      const document = await openDocument(model);
      const fonts = createFontBook(document);
      const flow = createPageFlow({
        document,
        fonts,
        header: { left: printableLine(model.title), right: dataTo(model) },
        warn: (message) => warnings.push(message),
      });
      drawTitle(flow, model);
      for (const group of groupSections(model.sections)) {
        flow.y += blockGap;
        await drawGroup(flow, group, charts);
      }
      drawFooters(flow, model);
      const bytes = await closeDocument(document);
      return { bytes, warnings: [...warnings, ...missingGlyphWarning(fonts.missing)] };
    },
  };
}

function dataTo({ newestDate }: ReportModel): string {
  return newestDate === null ? '' : `Data to ${newestDate}`;
}

function drawTitle(flow: PageFlow, model: ReportModel): void {
  const title: TextStyle = { weight: 'semibold', size: typeSize.title, colour: ink.text };
  const meta: TextStyle = { weight: 'regular', size: typeSize.text, colour: ink.soft };
  flowLines(flow, printableLine(model.title), { style: title });
  const facts = [dataTo(model), `Version ${model.version}`].filter((fact) => fact !== '');
  flowLines(flow, facts.join(' · '), { style: meta });
  flow.y -= blockGap / 4;
}

async function drawGroup(flow: PageFlow, group: SectionGroup, charts: ChartDrawer): Promise<void> {
  switch (group.type) {
    case 'metric_cards':
      return drawCards(flow, group.cards);
    case 'chart':
      return drawChart(flow, group, charts);
    case 'data_table':
      return drawTable(flow, group);
    case 'text':
      return drawParagraphs(flow, printableParagraphs(group.body));
  }
}

function drawParagraphs(flow: PageFlow, paragraphs: readonly string[]): void {
  const style: TextStyle = { weight: 'regular', size: typeSize.text, colour: ink.text };
  paragraphs.forEach((paragraph, index) => {
    if (index > 0) flow.y += 6;
    flowLines(flow, paragraph, { style });
  });
}
