import type {
  ChartSection,
  MetricCard,
  ReportModel,
  TableColumn,
  TableSection,
  TextSection,
} from '@daybook/kernel';
import { printableLine, printableParagraphs } from '../printable-text.ts';
import { type CardGroup, groupSections, type SectionGroup } from '../section-groups.ts';
import { shortHash } from '../short-hash.ts';
import type { MailChart } from './mail-chart.ts';
import type { MailExtent } from './mail-extent.ts';
import { shortenText } from './shorten-text.ts';

/** The pictures of a report's charts; `undefined` for a chart without points. */
export type MailCharts = ReadonlyMap<ChartSection, MailChart | undefined>;

/** What the template of the mail prints. */
export type MailContext = ReturnType<typeof toMailContext>;

/** Computes what the mail prints, and says in it what was left out. */
export function toMailContext(model: ReportModel, charts: MailCharts, extent: MailExtent) {
  const sections = model.sections.slice(0, extent.sections);
  return {
    title: printableLine(model.title),
    version: model.version,
    newestDate: model.newestDate ?? '',
    snapshot: shortHash(model.snapshotSha256),
    blocks: groupSections(sections).map((group) => toBlock(group, charts, extent)),
    omission: omission('sections', sections.length, model.sections.length),
  };
}

const CARDS_IN_A_ROW = 2;
/** In characters. */
const LONGEST_SHORT_TEXT = 16;

function toBlock(group: SectionGroup, charts: MailCharts, extent: MailExtent) {
  switch (group.type) {
    case 'metric_cards':
      return { type: group.type, rows: toCardRows(group) };
    case 'chart':
      return { type: group.type, title: printableLine(group.title), picture: charts.get(group) };
    case 'data_table':
      return toTable(group, extent.rows);
    case 'text':
      return toText(group, extent.characters);
  }
}

function toCardRows({ cards }: CardGroup) {
  const rows: ReturnType<typeof toCard>[][] = [];
  for (let at = 0; at < cards.length; at += CARDS_IN_A_ROW)
    rows.push(cards.slice(at, at + CARDS_IN_A_ROW).map(toCard));
  return rows;
}

const directionMarks = { up: '▲', down: '▼', unchanged: '■' } as const;

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

function toTable({ type, title, columns, rows }: TableSection, limit: number) {
  const shown = rows.slice(0, limit);
  const layouts = columns.map((column, index) => layoutOf(column, shown, index));
  return {
    type,
    title: title === undefined ? '' : printableLine(title),
    columns: columns.map((column, index) => ({ title: printableLine(column.title), layout: layouts[index] })),
    rows: shown.map((row) =>
      row.map((cell, index) => ({ text: printableLine(cell), layout: layouts[index] })),
    ),
    omission: omission('rows', shown.length, rows.length),
  };
}

/** Only a column with long text may wrap, and gets room to do so. */
function layoutOf({ align, kind }: TableColumn, rows: TableSection['rows'], index: number) {
  if (align === 'right') return 'right';
  if (kind === 'date' || kind === 'instant') return 'whole';
  return rows.some((row) => (row[index] ?? '').length > LONGEST_SHORT_TEXT) ? 'prose' : 'whole';
}

function toText({ type, body }: TextSection, limit: number) {
  const { paragraphs, shown, total } = shortenText(printableParagraphs(body), limit);
  return { type, paragraphs, omission: omission('characters', shown, total) };
}

/** Empty when everything is shown. */
function omission(what: 'rows' | 'characters' | 'sections', shown: number, total: number): string {
  if (shown === total) return '';
  return `Showing ${grouped(shown)} of ${grouped(total)} ${what}; the attached or stored report has all of them.`;
}

function grouped(count: number): string {
  return String(count).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
}
