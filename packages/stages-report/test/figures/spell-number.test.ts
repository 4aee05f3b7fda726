import { decimal, decimalPlaces } from '@daybook/kernel';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseFigureFormat } from '../../src/figures/figure-format.ts';
import {
  cellNumber,
  spellNumber,
  spellSignedNumber,
  spellStyledNumber,
} from '../../src/figures/spell-number.ts';

/** Any decimal, well beyond what a double can hold. */
const anyDecimal = fc
  .tuple(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.integer({ min: 0, max: 12 }))
  .map(([digits, places]) => decimal(`${digits}e-${places}`));

describe('spellNumber', () => {
  it.each([
    ['0', undefined, '0'],
    ['1234567.5', undefined, '1,234,567.5'],
    ['-999', undefined, '−999'],
    ['-1000', 2, '−1,000.00'],
    ['3756.07', 0, '3,756'],
    ['0.125', 2, '0.12'],
    ['0.135', 2, '0.14'],
    ['-0.004', 2, '0.00'],
    ['99999999999999999999.99', undefined, '99,999,999,999,999,999,999.99'],
  ])('spells %s with %s digits as %s', (value, digits, text) => {
    expect(spellNumber(decimal(value), digits)).toBe(text);
  });

  it('loses no digit of any decimal', () => {
    fc.assert(
      fc.property(anyDecimal, (value) => {
        expect(spellNumber(value).replaceAll(',', '').replace('−', '-')).toBe(value);
      }),
    );
  });

  it('puts a comma before every third digit and nowhere else', () => {
    fc.assert(
      fc.property(anyDecimal, fc.integer({ min: 0, max: 8 }), (value, digits) => {
        expect(spellNumber(value, digits)).toMatch(/^−?\d{1,3}(?:,\d{3})*(?:\.\d+)?$/);
      }),
    );
  });

  it('prints as many decimal places as asked', () => {
    fc.assert(
      fc.property(anyDecimal, fc.integer({ min: 0, max: 8 }), (value, digits) => {
        expect(spellNumber(value, digits).split('.')[1]?.length ?? 0).toBe(digits);
      }),
    );
  });

  it('differs from the value by half of the last place at most', () => {
    fc.assert(
      fc.property(anyDecimal, fc.integer({ min: 0, max: 8 }), (value, digits) => {
        const scale = 10n ** BigInt(20);
        const toScaled = (text: string) => {
          const [whole = '', fraction = ''] = text.replace('-', '').split('.');
          const size = BigInt(whole) * scale + BigInt(fraction.padEnd(20, '0'));
          return text.startsWith('-') ? -size : size;
        };
        const printed = toScaled(spellNumber(value, digits).replaceAll(',', '').replace('−', '-'));
        const error = printed - toScaled(value);
        expect((error < 0n ? -error : error) * 2n).toBeLessThanOrEqual(scale / 10n ** BigInt(digits));
      }),
    );
  });
});

describe('spellSignedNumber', () => {
  it.each([
    ['56.66', 2, '+56.66'],
    ['-56.66', 2, '−56.66'],
    ['0', 2, '0.00'],
    ['0.001', 2, '0.00'],
    ['-0.001', 2, '0.00'],
  ])('spells %s with %s digits as %s', (value, digits, text) => {
    expect(spellSignedNumber(decimal(value), digits)).toBe(text);
  });
});

describe('spellStyledNumber', () => {
  it.each([
    ['1234.5', 'text', '1,234.5'],
    ['1234.5', 'integer', '1,234'],
    ['1235.5', 'integer', '1,236'],
    ['1234.5', 'decimal:3', '1,234.500'],
    ['0.0153', 'percent:2', '1.53 %'],
    ['-0.5', 'percent:0', '−50 %'],
  ])('spells %s in the format %s as %s', (value, format, text) => {
    expect(spellStyledNumber(decimal(value), parseFigureFormat(format))).toBe(text);
  });
});

describe('cellNumber', () => {
  it('reads numbers of the database with the digits they show', () => {
    expect([cellNumber(5), cellNumber(0.1), cellNumber(1e21), cellNumber('12.50')]).toEqual([
      '5',
      '0.1',
      '1000000000000000000000',
      '12.5',
    ]);
  });

  it('finds no number in null and words', () => {
    expect([cellNumber(null), cellNumber('n/a'), cellNumber('')]).toEqual([undefined, undefined, undefined]);
  });

  it('keeps the decimal places of decimal text', () => {
    fc.assert(
      fc.property(anyDecimal, (value) => {
        expect(decimalPlaces(cellNumber(value)!)).toBe(decimalPlaces(value));
      }),
    );
  });
});
