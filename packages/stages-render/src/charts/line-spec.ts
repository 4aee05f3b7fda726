import type { TopLevelSpec } from 'vega-lite';
import { chartFrame } from './chart-frame.ts';
import type { LinePoints } from './chart-points.ts';
import { lineColours, lineDashes } from './chart-theme.ts';

/** How the line of that index looks. */
export function lineStyle(series: number): { readonly colour: string; readonly dash: readonly number[] } {
  const colour = lineColours[series % lineColours.length]?.light ?? '#000000';
  const dash = lineDashes[Math.floor(series / lineColours.length) % lineDashes.length] ?? [1, 0];
  return { colour, dash };
}

/** One line a series, broken where a value is missing; a value between two gaps shows as a dot. */
export function lineSpec({ names, points }: LinePoints): TopLevelSpec | undefined {
  const values = points.flatMap(({ value }) => (value === null ? [] : [value]));
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined || values.length === 0) return undefined;
  const { settings, x, y } = chartFrame({
    days: [first.day, last.day],
    margin: first.day === last.day ? 0.5 : 0,
    values,
  });
  const indexes = names.map((_, index) => index);
  const styles = indexes.map(lineStyle);
  const domain = { domain: indexes };
  return {
    ...settings,
    data: { values: points.map((point) => ({ ...point })) },
    mark: {
      type: 'line',
      strokeWidth: points.length > 1_000 ? 1.2 : 1.8,
      strokeCap: 'round',
      strokeJoin: 'round',
      invalid: 'break-paths-show-path-domains',
    },
    encoding: {
      x,
      y: { field: 'value', ...y },
      color: {
        field: 'series',
        type: 'nominal',
        scale: { ...domain, range: styles.map(({ colour }) => colour) },
        legend: null,
      },
      strokeDash: {
        field: 'series',
        type: 'nominal',
        scale: { ...domain, range: styles.map(({ dash }) => [...dash]) },
        legend: null,
      },
    },
  };
}
