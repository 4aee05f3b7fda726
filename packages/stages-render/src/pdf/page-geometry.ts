/** Everything in points; A4 portrait. */
export const page = { width: 595.28, height: 841.89 } as const;

/** The area between the header band and the footer. */
export const body = { left: 48, right: page.width - 48, top: 62, bottom: page.height - 58 } as const;

export const bodyWidth = body.right - body.left;
export const bodyHeight = body.bottom - body.top;

/** The band at the top of every page. */
export const headerBand = { height: 38, baseline: 23.5, size: 9 } as const;

/** The line and the text at the bottom of every page. */
export const footer = { ruleY: page.height - 42, baseline: page.height - 28, size: 8 } as const;

/** One type scale for the whole document. */
export const typeSize = { title: 22, heading: 12, text: 10, table: 8.5, small: 8.5 } as const;

/** Between two blocks. */
export const blockGap = 22;

export const ink = {
  text: '#17202e',
  soft: '#56617a',
  line: '#dfe4ec',
  rule: '#a9b3c2',
  zebra: '#f5f7fb',
  band: '#16294a',
  onBand: '#ffffff',
  softOnBand: '#c5d0e4',
  accent: '#1c4f8f',
  up: '#0f766e',
  down: '#a61e2d',
} as const;

/** Height of a line of text; above 1.37 no glyph box of our fonts leaves its line. */
export function lineHeight(size: number): number {
  return size * 1.42;
}

/** From the top of a line to the line that letters stand on. */
export function baselineIn(size: number): number {
  return size * 1.09;
}
