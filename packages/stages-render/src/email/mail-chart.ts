import type { ChartSection } from '@daybook/kernel';
import type { ChartDrawing, LegendEntry } from '../charts/chart-drawing.ts';
import type { ChartDrawer } from '../charts/chart-drawer.ts';
import { drawPng } from '../charts/chart-png.ts';
import { printableLine } from '../printable-text.ts';
import { chartAlt } from './chart-alt.ts';
import { enlargeLabels } from './enlarge-labels.ts';
import { chartWidth } from './mail-style.ts';

/** A chart as a mail shows it. */
export interface MailChart {
  /** A data URI. */
  readonly source: string;
  /** As shown, in CSS pixels. */
  readonly width: number;
  readonly height: number;
  readonly alt: string;
  readonly legend: readonly LegendLine[];
  /** How many entries the legend leaves out. */
  readonly unnamed: number;
}

interface LegendLine {
  readonly name: string;
  /** Characters that look like the mark. */
  readonly mark: string;
  readonly colour: string;
}

/** Sharp on dense screens. */
const PIXELS_PER_UNIT = 2;
/** More lines than that no reader tells apart; names are text of the data, of any number and length. */
const LONGEST_LEGEND = 12;

/** Draws a chart as pixels, with its legend as text; `undefined` when it has no points. */
export async function drawMailChart(
  section: ChartSection,
  charts: ChartDrawer,
): Promise<MailChart | undefined> {
  const drawing = await charts.draw(section);
  if (drawing === undefined) return undefined;
  const picture = enlargeLabels(drawing);
  const png = await drawPng(picture.svg, chartWidth * PIXELS_PER_UNIT);
  return {
    source: `data:image/png;base64,${Buffer.from(png).toString('base64')}`,
    width: chartWidth,
    height: Math.round((picture.height * chartWidth) / picture.width),
    alt: printableLine(chartAlt(section, drawing.summary)),
    ...toLegend(drawing),
  };
}

function toLegend({ legend }: ChartDrawing): Pick<MailChart, 'legend' | 'unnamed'> {
  return {
    legend: legend.slice(0, LONGEST_LEGEND).map(toLegendLine),
    unnamed: Math.max(0, legend.length - LONGEST_LEGEND),
  };
}

function toLegendLine({ name, mark, colour, dash }: LegendEntry): LegendLine {
  return { name: printableLine(name), colour, mark: mark === 'line' ? lineMark(dash) : boxMarks[mark] };
}

const boxMarks = { hollow: '□', filled: '■' } as const;

function lineMark([stroke = 1, gap = 0]: readonly number[]): string {
  if (gap === 0) return '━━';
  return stroke > gap ? '╍╍' : '┅┅';
}
