import {
  addDecimals,
  compareDecimals,
  type DecimalText,
  decimal,
  decimalPlaces,
  divideDecimals,
  multiplyDecimals,
  subtractDecimals,
} from '@daybook/kernel';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  add,
  canonical,
  compare,
  decimalTexts,
  divide,
  exact,
  multiply,
  negate,
  patience,
  round,
  runs,
} from './native-oracle.ts';

const one = decimal('1');

/** The quotient as big.js gives it, rounded half away from zero: it rounds half-even, which differs in ties alone. */
function quotient(a: DecimalText, b: DecimalText, places: number): DecimalText | undefined {
  const finer = divideDecimals(a, b, places + 1);
  if (finer === undefined) return undefined;
  const isTie =
    multiplyDecimals(finer, b) === a && decimalPlaces(finer) === places + 1 && finer.endsWith('5');
  if (!isTie) return divideDecimals(a, b, places);
  const half = decimal(`${finer.startsWith('-') ? '-' : ''}0.${'0'.repeat(places)}5`);
  return addDecimals(finer, half);
}

// What judges the extension is judged by big.js, which the rest of Daybook calculates with.
describe('the oracle of decimals', () => {
  it(
    'agrees with big.js',
    () => {
      fc.assert(
        fc.property(decimalTexts, decimalTexts, fc.integer({ min: 0, max: 40 }), (left, right, places) => {
          const [a, b] = [decimal(left), decimal(right)];
          const [x, y] = [exact(left), exact(right)];
          expect([a, b]).toEqual([canonical(x), canonical(y)]);
          expect(canonical(add(x, y))).toBe(addDecimals(a, b));
          expect(canonical(add(x, negate(y)))).toBe(subtractDecimals(a, b));
          expect(canonical(multiply(x, y))).toBe(multiplyDecimals(a, b));
          expect(compare(x, y)).toBe(Math.sign(compareDecimals(a, b)));
          expect(canonical(round(x, places))).toBe(quotient(a, one, places));
          const divided = y.units === 0n ? undefined : canonical(divide(x, y, places));
          expect(divided).toBe(quotient(a, b, places));
        }),
        runs,
      );
    },
    patience,
  );
});
