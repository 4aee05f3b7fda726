import Big from 'big.js';

declare const brand: unique symbol;

/**
 * A decimal number in its one canonical spelling: plain notation, no exponent, no plus sign, no leading or trailing
 * zeros, no minus zero. Money and prices travel as this text and never as a float.
 */
export type DecimalText = string & { readonly [brand]: 'DecimalText' };

/** How {@link roundDecimal} and {@link divideDecimals} treat what they cut: half-even, everywhere. */
const HALF_EVEN = 2;

// A constructor of our own: big.js keeps its settings on the constructor, and the shared one belongs to everybody.
const Exact = Big();
Exact.strict = false;

const spelled = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/;

/** Plain notation: whole part and decimal places, without the zeros around them. */
const plain = /^(-?)0*(\d+?)(?:\.(\d*?)0*)?$/;

/** Reads a number in any usual spelling (`1,5` and `1_000` are not); `undefined` when the text is no number. */
export function parseDecimal(text: string): DecimalText | undefined {
  // Nearly every number of a payload is plain, and spelling it needs no arithmetic.
  const found = plain.exec(text);
  if (found !== null) {
    const [, sign = '', whole = '', places = ''] = found;
    const digits = places === '' ? whole : `${whole}.${places}`;
    return (digits === '0' ? digits : sign + digits) as DecimalText;
  }
  return spelled.test(text) ? toText(new Exact(text.startsWith('+') ? text.slice(1) : text)) : undefined;
}

/**
 * The canonical decimal of a text.
 * @throws {RangeError} when the text is no number.
 */
export function decimal(text: string): DecimalText {
  const value = parseDecimal(text);
  if (value === undefined) throw new RangeError(`not a decimal number: ${JSON.stringify(text.slice(0, 40))}`);
  return value;
}

/** Negative, zero or positive as `a` is less than, equal to or greater than `b`. */
export function compareDecimals(a: DecimalText, b: DecimalText): number {
  return new Exact(a).cmp(b);
}

/** The exact sum. */
export function addDecimals(a: DecimalText, b: DecimalText): DecimalText {
  return toText(new Exact(a).plus(b));
}

/** The exact difference `a − b`. */
export function subtractDecimals(a: DecimalText, b: DecimalText): DecimalText {
  return toText(new Exact(a).minus(b));
}

/** The exact product. */
export function multiplyDecimals(a: DecimalText, b: DecimalText): DecimalText {
  return toText(new Exact(a).times(b));
}

/** The quotient rounded half-even to `digits` decimal places; `undefined` when `b` is zero. */
export function divideDecimals(a: DecimalText, b: DecimalText, digits: number): DecimalText | undefined {
  if (new Exact(b).eq(0)) return undefined;
  // big.js rounds a quotient with the settings of its constructor, hence a private one.
  const Quotient = Big();
  Quotient.DP = digits;
  Quotient.RM = HALF_EVEN;
  return toText(new Quotient(a).div(b));
}

/** Rounds half-even to `digits` decimal places. */
export function roundDecimal(value: DecimalText, digits: number): DecimalText {
  return toText(new Exact(value).round(digits, HALF_EVEN));
}

/** Exactly `digits` decimal places, padded with zeros, rounded half-even: for people, not for storage. */
export function toFixedDecimal(value: DecimalText, digits: number): string {
  const text = new Exact(value).toFixed(digits, HALF_EVEN);
  return /^-0(?:\.0+)?$/.test(text) ? text.slice(1) : text;
}

/** How many decimal places the canonical spelling has. */
export function decimalPlaces(value: DecimalText): number {
  const point = value.indexOf('.');
  return point < 0 ? 0 : value.length - point - 1;
}

function toText(value: Big): DecimalText {
  const text = value.toFixed();
  return (text === '-0' ? '0' : text) as DecimalText;
}
