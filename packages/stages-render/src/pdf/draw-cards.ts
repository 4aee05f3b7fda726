import type { MetricCard, MetricComparison } from '@daybook/kernel';
import { printableLine } from '../printable-text.ts';
import type { FontBook, TextStyle } from './font-book.ts';
import { baselineIn, body, bodyHeight, bodyWidth, ink, lineHeight, typeSize } from './page-geometry.ts';
import { flowLines, type PageFlow } from './page-flow.ts';
import type { PdfDocument } from './pdf-document.ts';
import { wrapText } from './wrap-text.ts';

const GAP = 10;
const PADDING = 10;
const ACCENT = 2.5;
const ARROW_ROOM = 10;
const figureSizes = [18, 16, 14, 12, 11] as const;

const titleStyle: TextStyle = { weight: 'regular', size: typeSize.small, colour: ink.soft };
const comparisonStyle: TextStyle = { weight: 'regular', size: 8, colour: ink.soft };

/** A card broken into lines that fit its width. */
interface CardLines {
  readonly title: readonly string[];
  readonly figure: readonly string[];
  readonly figureStyle: TextStyle;
  readonly comparison: readonly string[];
  readonly direction: MetricComparison['direction'] | undefined;
  readonly height: number;
}

/** Metric cards in rows of equal boxes. */
export function drawCards(flow: PageFlow, cards: readonly MetricCard[]): void {
  const columns = columnsFor(cards.length);
  const width = (bodyWidth - GAP * (columns - 1)) / columns;
  for (let start = 0; start < cards.length; start += columns) {
    const row = cards.slice(start, start + columns);
    const lines = row.map((card) => toLines(card, width - 2 * PADDING, flow.fonts));
    const height = Math.max(...lines.map((card) => card.height));
    if (height > bodyHeight) {
      row.forEach((card) => drawAsText(flow, card));
      continue;
    }
    flow.need(height);
    lines.forEach((card, index) => {
      const x = body.left + index * (width + GAP);
      drawBox(flow.document, { x, y: flow.y, width, height });
      drawLines(flow, card, x + PADDING);
    });
    flow.y += height + GAP;
  }
  flow.y -= GAP;
}

function columnsFor(count: number): number {
  if (count <= 4) return Math.max(2, count);
  return count % 3 === 0 ? 3 : 4;
}

function toLines({ title, figure, comparison }: MetricCard, width: number, fonts: FontBook): CardLines {
  const figureText = printableLine(figure);
  const size =
    figureSizes.find((each) => fonts.width(figureText, { weight: 'semibold', size: each }) <= width) ?? 11;
  const figureStyle: TextStyle = { weight: 'semibold', size, colour: ink.text };
  const wrap = (text: string, room: number, style: TextStyle) =>
    wrapText(printableLine(text), room, (piece) => fonts.width(piece, style));
  const lines = {
    title: wrap(title, width, titleStyle),
    figure: wrap(figure, width, figureStyle),
    figureStyle,
    comparison: comparison === undefined ? [] : wrap(comparison.text, width - ARROW_ROOM, comparisonStyle),
    direction: comparison?.direction,
  };
  const height =
    2 * PADDING +
    ACCENT +
    lines.title.length * lineHeight(titleStyle.size) +
    2 +
    lines.figure.length * lineHeight(size) +
    2 +
    lines.comparison.length * lineHeight(comparisonStyle.size);
  return { ...lines, height };
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function drawBox(document: PdfDocument, { x, y, width, height }: Box): void {
  document.save();
  document.roundedRect(x, y, width, height, 4).clip();
  document.rect(x, y, width, height).fill('#ffffff');
  document.rect(x, y, width, ACCENT).fill(ink.accent);
  document.restore();
  document.roundedRect(x, y, width, height, 4).lineWidth(0.75).stroke(ink.line);
}

function drawLines(flow: PageFlow, card: CardLines, x: number): void {
  let y = flow.y + PADDING + ACCENT;
  const print = (lines: readonly string[], at: number, style: TextStyle) => {
    for (const line of lines) {
      flow.fonts.print(line, at, y + baselineIn(style.size), style);
      y += lineHeight(style.size);
    }
  };
  print(card.title, x, titleStyle);
  y += 2;
  print(card.figure, x, card.figureStyle);
  y += 2;
  if (card.direction === undefined) return;
  drawArrow(flow.document, card.direction, { x, y: y + baselineIn(comparisonStyle.size) - 6 });
  print(card.comparison, x + ARROW_ROOM, comparisonStyle);
}

/** Drawn rather than printed: the direction must not depend on a font. The sign in the text says the same. */
function drawArrow(
  document: PdfDocument,
  direction: MetricComparison['direction'],
  { x, y }: { readonly x: number; readonly y: number },
): void {
  if (direction === 'unchanged') document.rect(x, y + 2.4, 6, 1.2).fill(ink.soft);
  else if (direction === 'up')
    document.polygon([x, y + 5.6], [x + 6, y + 5.6], [x + 3, y + 0.4]).fill(ink.up);
  else document.polygon([x, y + 0.6], [x + 6, y + 0.6], [x + 3, y + 5.8]).fill(ink.down);
}

/** For texts that no box could hold. */
function drawAsText(flow: PageFlow, { title, figure, comparison }: MetricCard): void {
  flowLines(flow, printableLine(title), { style: titleStyle });
  flowLines(flow, printableLine(figure), { style: { weight: 'semibold', size: 11, colour: ink.text } });
  if (comparison !== undefined) flowLines(flow, printableLine(comparison.text), { style: comparisonStyle });
  flow.y += GAP;
}
