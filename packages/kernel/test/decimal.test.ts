import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  addDecimals,
  compareDecimals,
  decimal,
  divideDecimals,
  multiplyDecimals,
  parseDecimal,
  roundDecimal,
  subtractDecimals,
  toFixedDecimal,
} from '@daybook/kernel';

describe('parseDecimal', () => {
  it.each([
    ['1.50', '1.5'],
    ['+7', '7'],
    ['007', '7'],
    ['-0.00', '0'],
    ['1e-7', '0.0000001'],
    ['1E3', '1000'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['12345678901234567890.123456789', '12345678901234567890.123456789'],
  ])('spells %s as %s', (text, spelled) => {
    expect(parseDecimal(text)).toBe(spelled);
  });

  it.each(['', ' 1', '1,5', '1 000', 'abc', 'NaN', 'Infinity', '0x10', '1e9999', '--1', '1.2.3'])(
    'refuses %j',
    (text) => {
      expect(parseDecimal(text)).toBeUndefined();
      expect(() => decimal(text)).toThrow('not a decimal number');
    },
  );
});

describe('the canonical spelling', () => {
  it('is the same whichever way a number is written', () => {
    const digits = fc.string({ unit: fc.constantFrom('0', '1', '9'), minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(fc.boolean(), digits, digits, (negative, whole, places) => {
        const plain = `${negative ? '-' : ''}${whole}.${places}`;
        const viaExponent = `${negative ? '-' : ''}${whole}${places}e-${places.length}`;
        expect(parseDecimal(plain)).toBe(parseDecimal(viaExponent));
        expect(parseDecimal(`${plain}00`)).toBe(parseDecimal(plain));
      }),
    );
  });
});

describe('decimal arithmetic', () => {
  it('adds money exactly', () => {
    expect(addDecimals(decimal('0.1'), decimal('0.2'))).toBe('0.3');
    expect(subtractDecimals(decimal('1'), decimal('0.9'))).toBe('0.1');
    expect(multiplyDecimals(decimal('1.1'), decimal('1.1'))).toBe('1.21');
  });

  it('compares by value', () => {
    expect(compareDecimals(decimal('95.5'), decimal('100'))).toBeLessThan(0);
    expect(compareDecimals(decimal('1010.10'), decimal('1010.1'))).toBe(0);
  });

  it('rounds half to even', () => {
    expect(roundDecimal(decimal('2.5'), 0)).toBe('2');
    expect(roundDecimal(decimal('3.5'), 0)).toBe('4');
    expect(toFixedDecimal(decimal('-0.004'), 2)).toBe('0.00');
    expect(toFixedDecimal(decimal('1234.5'), 2)).toBe('1234.50');
  });

  it('divides to the digits asked for, and never by zero', () => {
    expect(divideDecimals(decimal('100'), decimal('3'), 4)).toBe('33.3333');
    expect(divideDecimals(decimal('1'), decimal('8'), 2)).toBe('0.12');
    expect(divideDecimals(decimal('1'), decimal('0'), 2)).toBeUndefined();
  });

  it('agrees with integers of any size', () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.bigInt(), (a, b) => {
        expect(addDecimals(decimal(`${a}`), decimal(`${b}`))).toBe(`${a + b}`);
        expect(multiplyDecimals(decimal(`${a}`), decimal(`${b}`))).toBe(`${a * b}`);
        expect(Math.sign(compareDecimals(decimal(`${a}`), decimal(`${b}`)))).toBe(a < b ? -1 : a > b ? 1 : 0);
      }),
    );
  });
});
