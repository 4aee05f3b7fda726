/** The vertical axis: round numbers that enclose all values. */
export interface ValueTicks {
  readonly from: number;
  readonly to: number;
  readonly at: readonly number[];
  /** A number format in d3's notation that shows every tick exactly. */
  readonly format: string;
  /** How many characters the longest label has. */
  readonly labelLength: number;
}

const WANTED = 5;
/** Values that differ by less, relative to their size or at all, are drawn as one. */
const INDISTINCT = 1e-9;
const SMALLEST = 1e-12;
/** From here on plain digits would leave no room for the chart. */
const EXPONENT_FROM = 1e13;

/** Four to eight round numbers around the values; a single value stands in the middle. */
export function valueTicks(values: readonly number[]): ValueTicks {
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    lowest = Math.min(lowest, value);
    highest = Math.max(highest, value);
  }
  const size = Math.max(Math.abs(lowest), Math.abs(highest));
  if (highest - lowest <= Math.max(size * INDISTINCT, SMALLEST)) {
    const margin = size > SMALLEST ? size * 0.01 : 1;
    lowest -= margin;
    highest += margin;
  }
  const exponent = Math.floor(Math.log10((highest - lowest) / WANTED));
  const step = roundStep((highest - lowest) / WANTED / 10 ** exponent);
  const decimals = Math.max(0, -exponent);
  // Multiplying or dividing by a whole power of ten keeps each tick the float nearest to its label.
  const place = (count: number) =>
    exponent < 0 ? (count * step) / 10 ** -exponent : count * step * 10 ** exponent;
  const first = Math.floor(lowest / place(1));
  const last = Math.ceil(highest / place(1));
  const at = Array.from({ length: last - first + 1 }, (_, index) => place(first + index));
  const from = at[0] ?? lowest;
  const to = at.at(-1) ?? highest;
  const biggest = Math.max(Math.abs(from), Math.abs(to));
  const plain = biggest < EXPONENT_FROM && decimals <= 10;
  const digits = plain ? Math.floor(Math.log10(Math.max(1, biggest))) + 1 : 8;
  return {
    from,
    to,
    at,
    format: plain ? `,.${decimals}f` : '.3~e',
    labelLength:
      digits + Math.floor((digits - 1) / 3) + (decimals > 0 ? decimals + 1 : 0) + (from < 0 ? 1 : 0),
  };
}

/** The step of one to ten: 1, 2, 5 or 10. */
function roundStep(size: number): number {
  if (size <= 1.2) return 1;
  if (size <= 2.5) return 2;
  return size <= 6 ? 5 : 10;
}
