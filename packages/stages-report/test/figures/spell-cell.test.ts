import { describe, expect, it } from '@jest/globals';
import { columnTitle } from '../../src/figures/column-title.ts';
import { parseFigureFormat } from '../../src/figures/figure-format.ts';
import { spellCell } from '../../src/figures/spell-cell.ts';
import { spellColumn } from '../../src/figures/spell-column.ts';

describe('spellCell', () => {
  it.each([
    [null, 'decimal', '–'],
    [null, 'text', '–'],
    ['3756.07', 'decimal', '3,756.07'],
    [1234567, 'integer', '1,234,567'],
    ['2020-12-31', 'date', '2020-12-31'],
    ['2020-12-31T21:00:00.000Z', 'instant', '2020-12-31 21:00 UTC'],
    ['2020-12-31T21:00:07.000Z', 'instant', '2020-12-31 21:00:07 UTC'],
    ['2020-12-31T21:00:00.250Z', 'instant', '2020-12-31 21:00:00.250 UTC'],
    [1, 'flag', 'yes'],
    [0, 'flag', 'no'],
    ['two\r\nlines\u0000', 'text', 'two lines '],
    ['Žluť 株 😀', 'text', 'Žluť 株 😀'],
  ] as const)('spells %j of kind %s as %s', (cell, kind, text) => {
    expect(spellCell(cell, kind, undefined)).toBe(text);
  });

  it('leaves numbers as they are in the format text', () => {
    expect(spellCell('1234567', 'integer', { as: 'text' })).toBe('1234567');
  });

  it('gives nothing for words in a number format', () => {
    expect(spellCell('n/a', 'text', parseFigureFormat('decimal:2'))).toBeUndefined();
  });
});

describe('spellColumn', () => {
  it('gives numbers the decimal places of the longest', () => {
    expect(spellColumn(['1', '-2.5', null, '1000.125'], 'decimal', undefined)).toEqual([
      '1.000',
      '−2.500',
      '–',
      '1,000.125',
    ]);
  });

  it('neither cuts very long numbers nor pads the others to them', () => {
    expect(spellColumn(['1.5', '0.123456789012'], 'decimal', undefined)).toEqual(['1.5', '0.123456789012']);
  });

  it('rounds half-even only when a format says so', () => {
    expect(spellColumn(['0.125', '0.135'], 'decimal', parseFigureFormat('decimal:2'))).toEqual([
      '0.12',
      '0.14',
    ]);
  });

  it('leaves text alone', () => {
    expect(spellColumn(['NRTH', null], 'text', undefined)).toEqual(['NRTH', '–']);
  });
});

describe('columnTitle', () => {
  it.each([
    ['adj_close', 'Adj close'],
    ['symbol', 'Symbol'],
    ['größe_in_m', 'Größe in m'],
    ['count(*)', 'Count(*)'],
    ['_', '_'],
  ])('makes of %s the heading %s', (name, title) => {
    expect(columnTitle(name)).toBe(title);
  });
});
