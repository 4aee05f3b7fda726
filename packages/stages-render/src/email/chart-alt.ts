import type { ChartSection } from '@daybook/kernel';
import { lineName } from '../charts/chart-points.ts';

/** The first and the last value of a line, in their own digits. */
interface LineEnds {
  readonly first: string;
  last: string;
}

const LISTED = 6;

/** The summary of a chart with the first and last value of each line; of candles, the close. Untrusted text. */
export function chartAlt(section: ChartSection, summary: string): string {
  const lines = [...endsByLine(section)];
  const values = lines
    .slice(0, LISTED)
    .map(([name, { first, last }]) => `${lines.length === 1 ? '' : `${name}: `}first ${first}, last ${last}`);
  if (values.length === 0) return summary;
  const others = lines.length > LISTED ? `; and ${lines.length - LISTED} more lines` : '';
  return `${summary} ${section.kind === 'candlestick' ? 'Close: ' : ''}${values.join('; ')}${others}.`;
}

function endsByLine(section: ChartSection): ReadonlyMap<string, LineEnds> {
  const columns = section.kind === 'candlestick' ? section.y.slice(3, 4) : section.y;
  const ends = new Map<string, LineEnds>();
  for (const point of inOrder(section)) {
    for (const column of columns) {
      const value = point[column] ?? null;
      if (value === null) continue;
      const name = lineName(section, point, column);
      const known = ends.get(name);
      if (known === undefined) ends.set(name, { first: value, last: value });
      else known.last = value;
    }
  }
  return ends;
}

function inOrder({ points, x }: ChartSection): ChartSection['points'] {
  const place = (point: ChartSection['points'][number]) => point[x] ?? '';
  // Dates and instants sort as text; a point without one is not drawn.
  return points
    .filter((point) => place(point) !== '')
    .sort((a, b) => (place(a) < place(b) ? -1 : Number(place(a) > place(b))));
}
