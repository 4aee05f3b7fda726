import {
  compareDecimals,
  type DecimalText,
  decimal,
  decimalPlaces,
  divideDecimals,
  type MetricComparison,
  multiplyDecimals,
  subtractDecimals,
} from '@daybook/kernel';
import type { FigureStyle } from './figure-format.ts';
import { spellSignedNumber } from './spell-number.ts';

/** Decimal places of a change in percent. */
const PERCENT_DIGITS = 2;

const hundred = decimal('100');
const zero = decimal('0');

/** Two values of one column, and what the earlier one is called. */
export interface Change {
  readonly now: DecimalText;
  readonly before: DecimalText;
  /** Such as a date; absent, the text has no `since`. */
  readonly since: string | undefined;
}

/**
 * The change from `before` to `now`, computed exactly: absolute, and in percent of the size of `before`, so that both
 * have the same sign. Zero has no percentage, and neither has a percentage: its change is told in percentage points.
 */
export function spellChange(change: Change, style: FigureStyle | undefined): MetricComparison {
  const { now, before } = change;
  const since = change.since === undefined ? '' : ` since ${change.since}`;
  const order = compareDecimals(now, before);
  if (order === 0) return { direction: 'unchanged', text: `unchanged${since}` };
  return { direction: order > 0 ? 'up' : 'down', text: `${spellDifference(now, before, style)}${since}` };
}

function spellDifference(now: DecimalText, before: DecimalText, style: FigureStyle | undefined): string {
  const difference = subtractDecimals(now, before);
  if (style?.as === 'percent') {
    return `${spellSignedNumber(multiplyDecimals(difference, hundred), style.digits)} percentage points`;
  }
  const ownDigits = Math.max(decimalPlaces(now), decimalPlaces(before));
  const absolute = spellSignedNumber(difference, style?.as === 'decimal' ? style.digits : ownDigits);
  const size = compareDecimals(before, zero) < 0 ? subtractDecimals(zero, before) : before;
  const percent = divideDecimals(multiplyDecimals(difference, hundred), size, PERCENT_DIGITS);
  return percent === undefined ? absolute : `${absolute} (${spellSignedNumber(percent, PERCENT_DIGITS)} %)`;
}
