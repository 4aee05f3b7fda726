import fc from 'fast-check';

/** An exact decimal number: `units` / 10^`places`. Written over BigInt, so that it shares nothing with what it judges. */
export interface Exact {
  readonly units: bigint;
  readonly places: number;
}

const form = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;

/** `null` for what spells no decimal number. */
export function exactOf(text: string): Exact | null {
  const match = form.exec(text);
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match ?? [];
  if (match === null || whole + fraction === '') return null;
  const units = BigInt(`${whole}${fraction}`) * (sign === '-' ? -1n : 1n);
  const places = fraction.length - Number(exponent);
  return places < 0 ? { units: units * power(-places), places: 0 } : { units, places };
}

/** As {@link exactOf}, of what is known to be a number. */
export function exact(text: string): Exact {
  const value = exactOf(text);
  if (value === null) throw new Error(`${text} is no decimal number`);
  return value;
}

const power = (exponent: number): bigint => 10n ** BigInt(exponent);
const magnitude = (value: bigint): bigint => (value < 0n ? -value : value);
const scaled = ({ units, places }: Exact, wanted: number): bigint => units * power(wanted - places);

function aligned(left: Exact, right: Exact): readonly [bigint, bigint, number] {
  const places = Math.max(left.places, right.places);
  return [scaled(left, places), scaled(right, places), places];
}

/** The one spelling that decimals are stored in. */
export function canonical({ units, places }: Exact): string {
  const digits = magnitude(units)
    .toString()
    .padStart(places + 1, '0');
  const at = digits.length - places;
  const fraction = digits.slice(at).replace(/0+$/, '');
  return `${units < 0n ? '-' : ''}${digits.slice(0, at)}${fraction === '' ? '' : `.${fraction}`}`;
}

export function add(left: Exact, right: Exact): Exact {
  const [a, b, places] = aligned(left, right);
  return { units: a + b, places };
}

export const negate = ({ units, places }: Exact): Exact => ({ units: -units, places });

export const multiply = (left: Exact, right: Exact): Exact => ({
  units: left.units * right.units,
  places: left.places + right.places,
});

/** Left over after division, with the sign of `left`. */
export function remainder(left: Exact, right: Exact): Exact {
  const [a, b, places] = aligned(left, right);
  return { units: a % b, places };
}

/** -1, 0 or 1. */
export function compare(left: Exact, right: Exact): number {
  const [a, b] = aligned(left, right);
  return Number(a > b) - Number(a < b);
}

/** Half away from zero; `places` may be negative. */
export function round(value: Exact, places: number): Exact {
  if (value.places <= places) return value;
  const units = divideHalfAway(value.units, power(value.places - places));
  return places < 0 ? { units: units * power(-places), places: 0 } : { units, places };
}

export function divide(left: Exact, right: Exact, places: number): Exact {
  const [a, b] = aligned(left, right);
  return { units: divideHalfAway(a * power(places), b), places };
}

/** With 20 places, or as many as 20 significant digits need. */
export function divideFreely(left: Exact, right: Exact): Exact {
  const [a, b] = aligned(left, right);
  if (a === 0n) return { units: 0n, places: 0 };
  let places = 20;
  while ((magnitude(a) * power(places)) / magnitude(b) < power(19)) places += 1;
  return divide(left, right, places);
}

function divideHalfAway(dividend: bigint, divisor: bigint): bigint {
  const [a, b] = [magnitude(dividend), magnitude(divisor)];
  const quotient = (a * 2n + b) / (b * 2n);
  return dividend < 0n === divisor < 0n ? quotient : -quotient;
}

const digits = (maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...'012345678909'.split('')), minLength: 1, maxLength });

/** Spellings as they come: short amounts mostly, but also long ones, leading and trailing zeros, signs, exponents. */
export const decimalTexts: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: amounts(5, 4) },
  { weight: 3, arbitrary: amounts(12, 12) },
  { weight: 2, arbitrary: amounts(60, 60) },
  { weight: 2, arbitrary: limbs(6, 6) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '0',
      '-0',
      '0.000',
      '1',
      '-1',
      '.5',
      '-5.',
      '+7',
      '1e3',
      '2.50e-4',
      '999999999',
    ),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(amounts(8, 8), fc.integer({ min: -60, max: 60 }))
      .map(([text, exponent]) => `${text}e${exponent}`),
  },
);

function amounts(whole: number, fraction: number): fc.Arbitrary<string> {
  return fc
    .tuple(fc.constantFrom('', '', '-', '+'), digits(whole), fc.option(digits(fraction)))
    .map(([sign, left, right]) => `${sign}${left}${right === null ? '' : `.${right}`}`);
}

/** Digits in groups of nine at the edges of what a group can hold, where carries and quotient digits go wrong first. */
function limbs(whole: number, fraction: number): fc.Arbitrary<string> {
  const limb = fc.constantFrom('999999999', '000000000', '000000001', '500000000', '499999999', '123456789');
  return fc
    .tuple(
      fc.constantFrom('', '-'),
      fc.array(limb, { maxLength: whole }),
      fc.array(limb, { maxLength: fraction }),
    )
    .map(([sign, left, right]) => `${sign}0${left.join('')}.${right.join('')}`);
}

/** As long as the extension takes them. */
export const longTexts: fc.Arbitrary<string> = fc.oneof(
  amounts(550, 550),
  limbs(61, 61),
  limbs(61, 2),
  limbs(2, 61),
);

/** `DAYBOOK_SEED` repeats an earlier test, `DAYBOOK_DECIMAL_CASES` sets how many cases each property has. */
const seed = Number(process.env['DAYBOOK_SEED'] ?? Date.now() % 2 ** 31);
const cases = Number(process.env['DAYBOOK_DECIMAL_CASES'] ?? 200);
/** What every property is checked with. */
export const runs = { numRuns: cases, seed };
/** Milliseconds that a property may take. */
export const patience = 30_000 + cases * 100;

process.stderr.write(`${cases} cases a property, DAYBOOK_SEED=${seed}\n`);
