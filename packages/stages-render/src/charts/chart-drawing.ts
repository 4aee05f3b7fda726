/** Explains one kind of mark in a chart. */
export interface LegendEntry {
  /** Untrusted text of the report's data, or a phrase of ours. */
  readonly name: string;
  readonly mark: 'line' | 'hollow' | 'filled';
  /** As in the drawing, `#rrggbb`. */
  readonly colour: string;
  /** Lengths of strokes and gaps; `[1, 0]` is solid. */
  readonly dash: readonly number[];
}

/** One chart as a picture that HTML and PDF share. */
export interface ChartDrawing {
  /** An `svg` element whose only text are numbers and dates; no ids, styles, links or scripts. */
  readonly svg: string;
  readonly width: number;
  readonly height: number;
  /** Empty when there is nothing to tell apart. */
  readonly legend: readonly LegendEntry[];
  /** One sentence for readers who can't see the picture; untrusted text. */
  readonly summary: string;
}
