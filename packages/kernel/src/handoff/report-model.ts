import type { ColumnKind } from './canonical-dataset.ts';

/** One figure that stands alone, with an optional comparison below it; ready to print. */
export interface MetricCard {
  readonly type: 'metric_card';
  readonly title: string;
  /** As printed, digits grouped; `–` when the value is unknown. */
  readonly figure: string;
  readonly comparison: MetricComparison | undefined;
}

export interface MetricComparison {
  readonly direction: 'up' | 'down' | 'unchanged';
  /** As printed: `+12.34 (+0.33 %) since 2020-12-30`. */
  readonly text: string;
}

/** A numeric cell of a chart keeps its decimal text; drawing is the only place where it becomes a float. */
export interface ChartSection {
  readonly type: 'chart';
  readonly kind: 'candlestick' | 'line';
  readonly title: string;
  /** Column of the horizontal axis, dates or instants. */
  readonly x: string;
  /** `[open, high, low, close]` for a candlestick, otherwise one line a column. */
  readonly y: readonly string[];
  /** One object a point; `x` holds the date, each `y` a decimal text or null. */
  readonly points: readonly Readonly<Record<string, string | null>>[];
  /** With `series`: the column whose values name the lines. */
  readonly series: string | undefined;
}

export interface TableColumn {
  readonly name: string;
  /** As printed in the header. */
  readonly title: string;
  readonly kind: ColumnKind;
  readonly align: 'left' | 'right';
}

export interface TableSection {
  readonly type: 'data_table';
  readonly title: string | undefined;
  readonly columns: readonly TableColumn[];
  /** As printed. */
  readonly rows: readonly (readonly string[])[];
}

export interface TextSection {
  readonly type: 'text';
  readonly body: string;
}

export type ReportSection = MetricCard | ChartSection | TableSection | TextSection;

/** A report with every figure computed and spelled, so that HTML and PDF cannot disagree. */
export interface ReportModel {
  /** The slug of the report. */
  readonly report: string;
  readonly title: string;
  readonly version: number;
  /** The newest date among the data, `YYYY-MM-DD`. */
  readonly newestDate: string | null;
  readonly sections: readonly ReportSection[];
  readonly snapshotSha256: string;
}
