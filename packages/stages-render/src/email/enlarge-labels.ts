import type { ChartDrawing } from '../charts/chart-drawing.ts';
import { chartFont } from '../charts/chart-theme.ts';

type Picture = Pick<ChartDrawing, 'svg' | 'width' | 'height'>;

/** In units of the drawing, which a mail shows at three quarters of its size, and a phone at less than half. */
const LABEL_SIZE = 18;
/** Room that the bigger labels need beyond the drawing; left of it stand values of any length. */
const ROOM = { right: 12, top: 6, bottom: 10 } as const;

/**
 * The same drawing with bigger labels.
 * @throws {Error} when the drawing is not spelled as ours are.
 */
export function enlargeLabels({ svg, width, height }: Picture): Picture {
  const viewBox = `viewBox="0 0 ${width} ${height}"`;
  const plotLeft = /<g[^>]* transform="translate\((\d+),/.exec(svg)?.[1];
  if (!svg.includes(viewBox) || plotLeft === undefined)
    throw new Error('the drawing of the chart is not spelled as expected');
  const left = Math.ceil(Number(plotLeft) * (LABEL_SIZE / chartFont.size - 1));
  const size = { width: left + width + ROOM.right, height: ROOM.top + height + ROOM.bottom };
  return {
    ...size,
    svg: svg
      .replace(viewBox, `viewBox="${-left} ${-ROOM.top} ${size.width} ${size.height}"`)
      .replaceAll(`font-size="${chartFont.size}px"`, `font-size="${LABEL_SIZE}px"`)
      .replaceAll(`dy="${chartFont.size + 3}"`, `dy="${LABEL_SIZE + 3}"`)
      // Values stand on a line of the grid; half of what digits grow by keeps them in its middle.
      .replaceAll('<text text-anchor="end"', '<text text-anchor="end" dy="2"'),
  };
}
