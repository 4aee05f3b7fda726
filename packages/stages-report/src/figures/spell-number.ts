import {
  type DecimalText,
  decimal,
  multiplyDecimals,
  parseDecimal,
  type SnapshotCell,
  toFixedDecimal,
} from '@daybook/kernel';
import type { FigureStyle } from './figure-format.ts';

/** U+2212: as wide as a plus sign and a digit, and never taken for a hyphen or broken at the end of a line. */
const MINUS = '\u2212';

const hundred = decimal('100');

/**
 * A number for people: thousands grouped with `,`, `.` before the decimals, U+2212 as the minus sign.
 * @param digits Exactly so many decimal places, rounded half-even; absent, all digits that the number has.
 */
export function spellNumber(value: DecimalText, digits?: number): string {
  const plain = digits === undefined ? value : toFixedDecimal(value, digits);
  const [whole = '', fraction] = plain.replace('-', '').split('.');
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ',');
  const sign = plain.startsWith('-') ? MINUS : '';
  return `${sign}${grouped}${fraction === undefined ? '' : `.${fraction}`}`;
}

/** As {@link spellNumber}, with a plus sign before what prints as more than zero. */
export function spellSignedNumber(value: DecimalText, digits: number): string {
  const text = spellNumber(value, digits);
  return text.startsWith(MINUS) || !/[1-9]/.test(text) ? text : `+${text}`;
}

/** A number in the style that was asked for; `text` has no meaning for numbers and leaves the digits alone. */
export function spellStyledNumber(value: DecimalText, style: FigureStyle | undefined): string {
  if (style?.as === 'decimal') return spellNumber(value, style.digits);
  if (style?.as === 'percent') return `${spellNumber(multiplyDecimals(value, hundred), style.digits)} %`;
  return spellNumber(value);
}

/** The exact number in a cell; `undefined` when the cell is null or holds no number. */
export function cellNumber(cell: SnapshotCell): DecimalText | undefined {
  // The shortest spelling that reads back as the same double: what the database computed, with no digit made up.
  return cell === null ? undefined : parseDecimal(String(cell));
}
