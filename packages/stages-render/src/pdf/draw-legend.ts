import type { LegendEntry } from '../charts/chart-drawing.ts';
import { printableLine } from '../printable-text.ts';
import type { TextStyle } from './font-book.ts';
import type { PageFlow } from './page-flow.ts';
import { baselineIn, body, bodyWidth, ink, lineHeight, typeSize } from './page-geometry.ts';
import type { PdfDocument } from './pdf-document.ts';
import { wrapText } from './wrap-text.ts';

const SWATCH_GAP = 5;
const ENTRY_GAP = 18;
const style: TextStyle = { weight: 'regular', size: typeSize.small, colour: ink.soft };

/** A name, or a part of one that is longer than a line, with its place in the row. */
interface LegendPiece {
  readonly x: number;
  readonly text: string;
  readonly entry: LegendEntry;
  /** Whether the mark stands before it; only before the first part. */
  readonly marked: boolean;
}

/** The legend of a chart, laid out in lines. */
export interface Legend {
  readonly rows: readonly (readonly LegendPiece[])[];
  readonly height: number;
}

/** Entries side by side as far as they fit; a name longer than a line goes on in the next. */
export function layoutLegend({ fonts }: PageFlow, entries: readonly LegendEntry[]): Legend {
  const rows: LegendPiece[][] = [];
  const measure = (text: string) => fonts.width(text, style);
  let x = 0;
  for (const entry of entries) {
    const indent = swatchWidth(entry) + SWATCH_GAP;
    const parts = wrapText(printableLine(entry.name), bodyWidth - indent, measure);
    for (const [index, text] of parts.entries()) {
      const width = indent + measure(text);
      const row = rows.at(-1);
      const piece = { text, entry, marked: index === 0 };
      if (row !== undefined && index === 0 && x + width <= bodyWidth) {
        row.push({ ...piece, x });
      } else {
        x = 0;
        rows.push([{ ...piece, x }]);
      }
      x += width + ENTRY_GAP;
    }
  }
  return { rows, height: rows.length * lineHeight(style.size) };
}

export function drawLegend(flow: PageFlow, { rows }: Legend): void {
  for (const row of rows) {
    flow.need(lineHeight(style.size));
    const baseline = flow.y + baselineIn(style.size);
    for (const { x, text, entry, marked } of row) {
      if (marked) drawSwatch(flow.document, entry, { x: body.left + x, middle: baseline - 3 });
      flow.fonts.print(text, body.left + x + swatchWidth(entry) + SWATCH_GAP, baseline, style);
    }
    flow.y += lineHeight(style.size);
  }
}

function swatchWidth({ mark }: LegendEntry): number {
  return mark === 'line' ? 16 : 6;
}

interface Place {
  readonly x: number;
  readonly middle: number;
}

function drawSwatch(document: PdfDocument, entry: LegendEntry, { x, middle }: Place): void {
  const { mark, colour, dash } = entry;
  document.save();
  if (mark === 'line') {
    const end = x + swatchWidth(entry);
    document.moveTo(x, middle).lineTo(end, middle).lineWidth(1.8);
    if ((dash[1] ?? 0) > 0) document.dash(dash[0] ?? 1, { space: dash[1] ?? 0 });
    document.stroke(colour);
  } else {
    document.rect(x + 0.5, middle - 3.5, 5, 7).lineWidth(0.9);
    if (mark === 'filled') document.fillAndStroke(colour, colour);
    else document.stroke(colour);
  }
  document.restore();
}
