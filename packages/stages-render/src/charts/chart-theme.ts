/** A colour on white paper and its counterpart on a dark screen. */
export interface ChartColour {
  readonly light: string;
  readonly dark: string;
}

/** The size of every chart in its own units; renderers scale it to the width that they have. */
export const chartSize = { width: 720, height: 292 } as const;

/** The family named in the drawings; renderers map it to a font that they have. */
export const chartFont = { family: 'Noto Sans', size: 12 } as const;

export const gridColour: ChartColour = { light: '#e3e7ee', dark: '#2c3645' };
export const axisColour: ChartColour = { light: '#a9b3c2', dark: '#5a6779' };
export const labelColour: ChartColour = { light: '#56617a', dark: '#a9b4c6' };

/** Hollow, so that it also differs without colour. */
export const risingColour: ChartColour = { light: '#0f766e', dark: '#4fc9bd' };
/** Filled. */
export const fallingColour: ChartColour = { light: '#a61e2d', dark: '#f0818c' };

/** Lines take these in turn, neighbours differing in lightness as well as in hue. */
export const lineColours: readonly ChartColour[] = [
  { light: '#1c4f8f', dark: '#7fb3f2' },
  { light: '#d9731a', dark: '#f5a75c' },
  { light: '#0b7a75', dark: '#5ccac3' },
  { light: '#9a4fc0', dark: '#cfa2ec' },
  { light: '#8f1d33', dark: '#f28a9b' },
  { light: '#7f8c1f', dark: '#c6d36c' },
  { light: '#5b3a1e', dark: '#d6aa80' },
  { light: '#6b7686', dark: '#b4bdca' },
];

/** Once the colours are used up, lines are told apart by these dashes. */
export const lineDashes: readonly (readonly number[])[] = [
  [1, 0],
  [7, 3],
  [2, 3],
  [9, 3, 2, 3],
];

/** Every colour that a drawing may hold, for renderers that adapt them. */
export const chartColours: readonly ChartColour[] = [
  gridColour,
  axisColour,
  labelColour,
  risingColour,
  fallingColour,
  ...lineColours,
];
