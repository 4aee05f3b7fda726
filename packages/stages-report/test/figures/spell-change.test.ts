import { addDecimals, decimal } from '@daybook/kernel';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseFigureFormat } from '../../src/figures/figure-format.ts';
import { spellChange } from '../../src/figures/spell-change.ts';

const change = (now: string, before: string, since?: string, format?: string) =>
  spellChange(
    { now: decimal(now), before: decimal(before), since },
    format === undefined ? undefined : parseFigureFormat(format),
  );

describe('spellChange', () => {
  it('tells the exact change, absolute and in percent', () => {
    expect(change('3756.07', '3699.41', '2020-12-30')).toEqual({
      direction: 'up',
      text: '+56.66 (+1.53 %) since 2020-12-30',
    });
  });

  it('tells a fall with a minus sign', () => {
    expect(change('75', '100')).toEqual({ direction: 'down', text: '−25 (−25.00 %)' });
  });

  it('says that nothing changed', () => {
    expect(change('5', '5.0', '2020-12-30')).toEqual({
      direction: 'unchanged',
      text: 'unchanged since 2020-12-30',
    });
  });

  it('has no percentage of zero', () => {
    expect(change('5', '0').text).toBe('+5');
  });

  it('takes the percentage of the size of a debt', () => {
    expect(change('-25', '-50')).toEqual({ direction: 'up', text: '+25 (+50.00 %)' });
  });

  it('rounds the absolute change as the figure', () => {
    expect(change('1.239', '1', undefined, 'decimal:1').text).toBe('+0.2 (+23.90 %)');
  });

  it('rounds the percentage half-even', () => {
    expect(change('1.00125', '1').text).toBe('+0.00125 (+0.12 %)');
    expect(change('1.00135', '1').text).toBe('+0.00135 (+0.14 %)');
  });

  it('tells the change of a percentage in points', () => {
    expect(change('0.055', '0.05', undefined, 'percent:1').text).toBe('+0.5 percentage points');
  });

  it('has no error of floating point', () => {
    expect(change('0.3', '0.1').text).toBe('+0.2 (+200.00 %)');
  });

  it('adds up to the new value', () => {
    const anyDecimal = fc
      .tuple(fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }), fc.integer({ min: 0, max: 8 }))
      .map(([digits, places]) => decimal(`${digits}e-${places}`));
    fc.assert(
      fc.property(anyDecimal, anyDecimal, (now, before) => {
        fc.pre(now !== before);
        const [absolute = ''] = change(now, before).text.split(' ');
        const plain = decimal(absolute.replaceAll(',', '').replace('−', '-'));
        expect(addDecimals(before, plain)).toBe(now);
      }),
    );
  });
});
