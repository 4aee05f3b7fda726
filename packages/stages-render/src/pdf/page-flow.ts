import { body, bodyHeight, headerBand, ink, page, typeSize } from './page-geometry.ts';
import type { FontBook, TextStyle } from './font-book.ts';
import type { PdfDocument } from './pdf-document.ts';
import { baselineIn, lineHeight } from './page-geometry.ts';
import { wrapText } from './wrap-text.ts';

/** What the drawing functions share: the document, its fonts, and where the next block starts. */
export interface PageFlow {
  readonly document: PdfDocument;
  readonly fonts: FontBook;
  /** Top of the free part of the current page; drawing functions move it down. */
  y: number;
  /** Tells the reader of the report that something is not as it was asked for. */
  warn(message: string): void;
  /** Begins a page, with its header band. */
  newPage(): void;
  /** Begins a page unless that much height is free, or the page is still empty. */
  need(height: number): void;
}

/** What stands in the header band of every page. */
export interface HeaderText {
  readonly left: string;
  readonly right: string;
}

export interface PageFlowParts {
  readonly document: PdfDocument;
  readonly fonts: FontBook;
  readonly header: HeaderText;
  readonly warn: (message: string) => void;
}

/** A flow with its first page begun. */
export function createPageFlow({ document, fonts, header, warn }: PageFlowParts): PageFlow {
  const flow: PageFlow = {
    document,
    fonts,
    warn,
    y: body.top,
    newPage() {
      // Without margins the engine never adds a page by itself.
      document.addPage({ size: [page.width, page.height], margin: 0 });
      drawHeader(document, fonts, header);
      flow.y = body.top;
    },
    need(height) {
      if (flow.y > body.top && flow.y + Math.min(height, bodyHeight) > body.bottom) flow.newPage();
    },
  };
  flow.newPage();
  return flow;
}

function drawHeader(document: PdfDocument, fonts: FontBook, { left, right }: HeaderText): void {
  const { height, baseline, size } = headerBand;
  const title: TextStyle = { weight: 'semibold', size, colour: ink.onBand };
  const date: TextStyle = { weight: 'regular', size, colour: ink.softOnBand };
  document.rect(0, 0, page.width, height).fill(ink.band);
  const dateWidth = fonts.width(right, date);
  fonts.print(right, body.right - dateWidth, baseline, date);
  const room = body.right - body.left - dateWidth - 24;
  fonts.print(
    shorten(left, room, (text) => fonts.width(text, title)),
    body.left,
    baseline,
    title,
  );
}

/** The title stands in full on the first page; in the band it may end in an ellipsis. */
function shorten(text: string, room: number, measure: (text: string) => number): string {
  if (measure(text) <= room) return text;
  const [first = ''] = wrapText(text.slice(0, 400), room - measure('…'), measure);
  return `${first}…`;
}

/** Options of {@link flowLines}. */
export interface LinesOptions {
  readonly style: TextStyle;
  /** @default the whole width of the body */
  readonly width?: number;
}

/** Prints a text as lines from the top of the free part on, over as many pages as it takes. */
export function flowLines(
  flow: PageFlow,
  text: string,
  { style, width = body.right - body.left }: LinesOptions,
): void {
  const height = lineHeight(style.size);
  for (const line of wrapText(text, width, (piece) => flow.fonts.width(piece, style))) {
    flow.need(height);
    flow.fonts.print(line, body.left, flow.y + baselineIn(style.size), style);
    flow.y += height;
  }
}

const headingStyle: TextStyle = { weight: 'semibold', size: typeSize.heading, colour: ink.text };

/**
 * The heading of a block, on the same page as the `keep` points after it. It becomes an entry of the document's
 * outline.
 */
export function drawHeading(flow: PageFlow, text: string, keep: number): void {
  const lines = wrapText(text, body.right - body.left, (piece) =>
    flow.fonts.width(piece, headingStyle),
  ).length;
  flow.need(lines * lineHeight(headingStyle.size) + 7 + keep);
  flow.document.outline.addItem(text.slice(0, 200));
  flowLines(flow, text, { style: headingStyle });
  flow.y += 7;
}
