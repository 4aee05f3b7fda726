import type { TableSection } from '@daybook/kernel';
import { printableLine } from '../printable-text.ts';
import type { TextStyle } from './font-book.ts';
import { baselineIn, body, bodyHeight, bodyWidth, ink, lineHeight, typeSize } from './page-geometry.ts';
import { drawHeading, flowLines, type PageFlow } from './page-flow.ts';
import { layoutTable, type TableLayout } from './table-layout.ts';
import { wrapText } from './wrap-text.ts';

/** Above and below the text of a row, of the type size. */
const ROW_PADDING = 0.28;
const MAX_HEADER_LINES = 6;
/** So many rows stand on the page of the heading at least. */
const ROWS_WITH_HEADING = 2;

/** The lines of each cell of a row. */
type RowLines = readonly (readonly string[])[];

/** A table under its heading; the header row stands again on every page. */
export function drawTable(flow: PageFlow, section: TableSection): void {
  const table = toPrintable(section);
  const layouts = layoutTable(table, flow.fonts);
  layouts.forEach((layout, part) => {
    if (part > 0) flow.y += 16;
    drawPart(flow, { table, layout, heading: partHeading(table, layouts, part) });
  });
}

function toPrintable(section: TableSection): TableSection {
  return {
    ...section,
    title: section.title === undefined ? undefined : printableLine(section.title),
    columns: section.columns.map((column) => ({ ...column, title: printableLine(column.title) })),
    rows: section.rows.map((row) => row.map(printableLine)),
  };
}

/** A table too wide for the page says which of its columns follow. */
function partHeading(
  { title, columns }: TableSection,
  layouts: readonly TableLayout[],
  part: number,
): string | undefined {
  if (layouts.length === 1) return title;
  const placed = layouts[part]?.columns ?? [];
  // The first column stands in every part.
  const first = (placed[part === 0 ? 0 : 1]?.index ?? 0) + 1;
  const last = (placed.at(-1)?.index ?? 0) + 1;
  const range = `columns ${first} to ${last} of ${columns.length}`;
  return title === undefined ? `Table, ${range}` : `${title}, ${range}`;
}

interface TablePart {
  readonly table: TableSection;
  readonly layout: TableLayout;
  readonly heading: string | undefined;
}

function drawPart(flow: PageFlow, { table, layout, heading }: TablePart): void {
  const style: TextStyle = { weight: 'regular', size: layout.size, colour: ink.text };
  const headerStyle: TextStyle = { weight: 'semibold', size: layout.size, colour: ink.soft };
  const header = headerLines(flow, { table, layout }, headerStyle);
  const rows = table.rows.map((row) => wrapRow(flow, { cells: row, layout }, style));
  const start =
    rowHeight(header, layout) +
    rows.slice(0, ROWS_WITH_HEADING).reduce((total, row) => total + rowHeight(row, layout), 0);
  if (heading !== undefined) drawHeading(flow, heading, start);
  else flow.need(start);
  const drawHeader = () => {
    drawCells(flow, { lines: header, layout, alignLast: true }, headerStyle);
    rule(flow, 0.9, ink.rule);
  };
  drawHeader();
  if (rows.length === 0) {
    flow.y += 3;
    flowLines(flow, 'No rows.', { style: { weight: 'regular', size: typeSize.table, colour: ink.soft } });
  }
  rows.forEach((row, index) => {
    for (const slice of slices(row, layout, bodyHeight - rowHeight(header, layout))) {
      const height = rowHeight(slice, layout);
      if (flow.y + height > body.bottom) {
        flow.newPage();
        drawHeader();
      }
      if (index % 2 === 1) flow.document.rect(body.left, flow.y, bodyWidth, height).fill(ink.zebra);
      drawCells(flow, { lines: slice, layout, alignLast: false }, style);
    }
    rule(flow, 0.4, ink.line);
  });
}

function headerLines(
  flow: PageFlow,
  { table, layout }: Omit<TablePart, 'heading'>,
  style: TextStyle,
): RowLines {
  const titles = table.columns.map(({ title }) => title);
  return wrapRow(flow, { cells: titles, layout }, style).map((lines) => {
    if (lines.length <= MAX_HEADER_LINES) return lines;
    flow.warn(`the column title "${lines[0]}…" is too long for the page and was shortened`);
    const last = lines[MAX_HEADER_LINES - 1] ?? '';
    return [...lines.slice(0, MAX_HEADER_LINES - 1), `${last.slice(0, -2)}…`];
  });
}

function wrapRow(
  { fonts }: PageFlow,
  { cells, layout }: { readonly cells: readonly string[]; readonly layout: TableLayout },
  style: TextStyle,
): RowLines {
  // A hair of room, lest rounding wrap the very cell that a column was measured by.
  const tolerance = 0.01;
  return layout.columns.map(({ index, width }) =>
    wrapText(cells[index] ?? '', width - 2 * layout.padding + tolerance, (text) => fonts.width(text, style)),
  );
}

function rowHeight(row: RowLines, { size }: TableLayout): number {
  const lines = row.reduce((most, cell) => Math.max(most, cell.length), 1);
  return lines * lineHeight(size) + 2 * ROW_PADDING * size;
}

/** The row itself, or, when no page could hold it, consecutive parts of it that each fit a page. */
function slices(row: RowLines, layout: TableLayout, height: number): readonly RowLines[] {
  if (rowHeight(row, layout) <= height) return [row];
  const count = Math.max(1, Math.floor((height - 2 * ROW_PADDING * layout.size) / lineHeight(layout.size)));
  const lines = Math.max(...row.map((cell) => cell.length));
  return Array.from({ length: Math.ceil(lines / count) }, (_, part) =>
    row.map((cell) => cell.slice(part * count, (part + 1) * count)),
  );
}

interface CellLines {
  readonly lines: RowLines;
  readonly layout: TableLayout;
  /** Whether the last lines of the cells stand level, instead of the first. */
  readonly alignLast: boolean;
}

function drawCells(flow: PageFlow, { lines, layout, alignLast }: CellLines, style: TextStyle): void {
  const height = rowHeight(lines, layout);
  const step = lineHeight(style.size);
  const most = lines.reduce((count, cell) => Math.max(count, cell.length), 1);
  const top = flow.y + ROW_PADDING * layout.size + baselineIn(style.size);
  let left = body.left;
  layout.columns.forEach(({ align, width }, position) => {
    const cell = lines[position] ?? [];
    const skipped = alignLast ? most - cell.length : 0;
    cell.forEach((line, number) => {
      const x =
        align === 'right'
          ? left + width - layout.padding - flow.fonts.width(line, style)
          : left + layout.padding;
      if (line !== '') flow.fonts.print(line, x, top + (skipped + number) * step, style);
    });
    left += width;
  });
  flow.y += height;
}

function rule({ document, y }: PageFlow, width: number, colour: string): void {
  document.moveTo(body.left, y).lineTo(body.right, y).lineWidth(width).stroke(colour);
}
