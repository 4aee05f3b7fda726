// The package brings no types, and an import cannot name a declaration that is not a module: whoever compiles this
// file from source needs ours.
// oxlint-disable-next-line typescript/triple-slash-reference
/// <reference path="./svg-to-pdfkit.d.ts" />
import type { ChartSection } from '@daybook/kernel';
import type { ChartDrawer } from '../charts/chart-drawer.ts';
import { printableLine } from '../printable-text.ts';
import { drawLegend, layoutLegend } from './draw-legend.ts';
import type { TextStyle } from './font-book.ts';
import { drawHeading, flowLines, type PageFlow } from './page-flow.ts';
import { body, bodyHeight, bodyWidth, ink, lineHeight, typeSize } from './page-geometry.ts';

const noteStyle: TextStyle = { weight: 'regular', size: typeSize.text, colour: ink.soft };

/** A chart under its heading, as vectors, with the legend above it. */
export async function drawChart(flow: PageFlow, section: ChartSection, charts: ChartDrawer): Promise<void> {
  const drawing = await charts.draw(section);
  const title = printableLine(section.title);
  if (drawing === undefined) {
    drawHeading(flow, title, lineHeight(noteStyle.size));
    flowLines(flow, 'No data to draw.', { style: noteStyle });
    return;
  }
  const height = (drawing.height * bodyWidth) / drawing.width;
  const legend = layoutLegend(flow, drawing.legend);
  // A legend that would fill the page by itself starts below its heading and flows on.
  drawHeading(
    flow,
    title,
    legend.height < bodyHeight / 2 ? legend.height + 4 + height : lineHeight(noteStyle.size),
  );
  drawLegend(flow, legend);
  if (legend.rows.length > 0) flow.y += 4;
  flow.need(height);
  await drawPicture(flow, drawing.svg, height);
  flow.y += height;
}

async function drawPicture(
  { document, fonts, y, warn }: PageFlow,
  svg: string,
  height: number,
): Promise<void> {
  const { default: drawSvg } = await import('svg-to-pdfkit');
  drawSvg(document, svg, body.left, y, {
    width: bodyWidth,
    height,
    assumePt: true,
    fontCallback: () => fonts.primary('regular'),
    warningCallback: warn,
  });
}
