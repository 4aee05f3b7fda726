import type { ChartSection, MetricCard, ReportModel, TableColumn, TableSection } from '@daybook/kernel';
import type { ChartDrawer } from '../charts/chart-drawer.ts';
import type { LegendEntry } from '../charts/chart-drawing.ts';
import { printableLine, printableParagraphs } from '../printable-text.ts';
import { groupSections, type SectionGroup } from '../section-groups.ts';
import { shortHash } from '../short-hash.ts';

/** What the template prints: plain data, every figure as the model spells it. */
export type PageContext = Awaited<ReturnType<typeof toPageContext>>;

/** Computes what the page prints, charts drawn. */
export async function toPageContext(model: ReportModel, charts: ChartDrawer) {
  const blocks: Block[] = [];
  for (const group of groupSections(model.sections)) blocks.push(await toBlock(group, charts));
  return {
    title: printableLine(model.title),
    version: model.version,
    newestDate: model.newestDate ?? '',
    snapshot: shortHash(model.snapshotSha256),
    blocks,
  };
}

/** In characters. */
const LONGEST_SHORT_TEXT = 30;

type Block = Awaited<ReturnType<typeof toBlock>>;

async function toBlock(group: SectionGroup, charts: ChartDrawer) {
  switch (group.type) {
    case 'metric_cards':
      return { type: group.type, cards: group.cards.map(toCard) };
    case 'chart':
      return toChart(group, charts);
    case 'data_table':
      return toTable(group);
    case 'text':
      return { type: group.type, paragraphs: printableParagraphs(group.body) };
  }
}

const directionMarks = {
  up: 'M5,1L9.5,9H.5Z',
  down: 'M5,9L.5,1H9.5Z',
  unchanged: 'M.5,4H9.5V6H.5Z',
} as const;

function toCard({ title, figure, comparison }: MetricCard) {
  return {
    title: printableLine(title),
    figure: printableLine(figure),
    comparison: comparison && {
      direction: comparison.direction,
      mark: directionMarks[comparison.direction],
      text: printableLine(comparison.text),
    },
  };
}

async function toChart(section: ChartSection, charts: ChartDrawer) {
  const drawing = await charts.draw(section);
  return {
    type: section.type,
    title: printableLine(section.title),
    svg: drawing?.svg ?? '',
    summary: printableLine(drawing?.summary ?? ''),
    legend: (drawing?.legend ?? []).map(toSwatch),
  };
}

function toSwatch({ name, mark, colour, dash }: LegendEntry) {
  return {
    name: printableLine(name),
    colour,
    shape: mark === 'line' ? 'stroke' : 'box',
    box: mark === 'line' ? '0 0 24 11' : '0 0 10 11',
    path: mark === 'line' ? 'M1,5.5H23' : 'M1,1H9V10H1Z',
    fill: mark === 'filled' ? colour : 'none',
    width: mark === 'line' ? 2.5 : 1.5,
    dash: dash.join(' '),
  };
}

function toTable({ type, title, columns, rows }: TableSection) {
  const styles = columns.map((column, index) => cellStyle(column, rows, index));
  return {
    type,
    title: title === undefined ? '' : printableLine(title),
    label: title === undefined ? 'Table' : printableLine(title),
    columns: columns.map((column, index) => ({
      title: printableLine(column.title),
      style: styles[index] ?? 'text',
    })),
    rows: rows.map((row) =>
      row.map((cell, index) => ({ text: printableLine(cell), style: styles[index] ?? 'text' })),
    ),
  };
}

/** A class of the style sheet: only text that is long may wrap. */
function cellStyle({ align, kind }: TableColumn, rows: TableSection['rows'], index: number) {
  if (align === 'right') return 'right';
  if (kind === 'date' || kind === 'instant') return 'date';
  return rows.some((row) => (row[index] ?? '').length > LONGEST_SHORT_TEXT) ? 'prose' : 'text';
}
