import type { TopLevelSpec } from 'vega-lite';
import type { AxisDay } from './chart-points.ts';
import { axisColour, chartFont, chartSize, gridColour, labelColour } from './chart-theme.ts';
import { type DateTick, dateTicks } from './date-ticks.ts';
import { type ValueTicks, valueTicks } from './value-ticks.ts';

/** What the marks of a chart must stay inside of. */
export interface ChartExtent {
  /** Of the first and last mark, in order. */
  readonly days: readonly [first: AxisDay, last: AxisDay];
  /** Room before the first and after the last mark, in days. */
  readonly margin: number;
  readonly values: readonly number[];
}

/** The drawing area and the axes around the marks of a chart. */
export interface ChartFrame {
  /** How many units of the drawing one day is wide. */
  readonly unitsPerDay: number;
  /** Size, background and axis style: spread into the specification. */
  readonly settings: Pick<TopLevelSpec, 'padding' | 'autosize' | 'background' | 'config'> & {
    readonly width: number;
    readonly height: number;
  };
  readonly x: ReturnType<typeof dateAxis>;
  readonly y: ReturnType<typeof valueAxis>;
}

const DIGIT_WIDTH = 0.58;
const LABEL_GAP = 8;

/** Computes ticks, labels and room ourselves, so that nothing depends on time zone, locale or font metrics. */
export function chartFrame({ days: [first, last], margin, values }: ChartExtent): ChartFrame {
  const from = first - margin;
  const to = last + margin;
  const ticks = valueTicks(values);
  const dates = dateTicks(from, to);
  const padding = {
    left: Math.ceil(ticks.labelLength * chartFont.size * DIGIT_WIDTH) + LABEL_GAP + 4,
    // Half of a label under the last tick may stand beyond the plot.
    right: 22,
    top: 10,
    bottom: dates.some(({ label }) => label.length > 1) ? 44 : 29,
  };
  const width = chartSize.width - padding.left - padding.right;
  const height = chartSize.height - padding.top - padding.bottom;
  return {
    unitsPerDay: width / (to - from),
    settings: { width, height, padding, autosize: 'none', background: 'transparent', config },
    x: dateAxis([from, to], dates),
    y: valueAxis(ticks),
  };
}

/**
 * Days count as plain numbers on a linear scale: vega's own dates take the detour over the process's time zone, and
 * its interpreter reads a number given as a date as a year.
 */
function dateAxis(domain: number[], ticks: readonly DateTick[]) {
  const labels = JSON.stringify(Object.fromEntries(ticks.map(({ at, label }) => [String(at), label])));
  return {
    field: 'day',
    type: 'quantitative',
    scale: { domain, nice: false, zero: false },
    axis: {
      title: null,
      values: ticks.map(({ at }) => at),
      labelExpr: `(${labels})[datum.value]`,
      grid: false,
      tickColor: axisColour.light,
      labelOverlap: false,
      labelLineHeight: chartFont.size + 3,
    },
  } as const;
}

function valueAxis(ticks: ValueTicks) {
  const domain: number[] = [ticks.from, ticks.to];
  const values: number[] = [...ticks.at];
  return {
    type: 'quantitative',
    scale: { domain, nice: false, zero: false },
    axis: {
      title: null,
      values,
      format: ticks.format,
      grid: true,
      domain: false,
      ticks: false,
      labelPadding: LABEL_GAP,
      labelOverlap: false,
    },
  } as const;
}

const config = {
  aria: false,
  font: chartFont.family,
  view: { stroke: null },
  axis: {
    labelColor: labelColour.light,
    labelFontSize: chartFont.size,
    domainColor: axisColour.light,
    gridColor: gridColour.light,
    tickSize: 5,
    labelPadding: 5,
  },
} as const;
