import {
  type ColumnKind,
  canonicalDataset,
  compareDecimals,
  type StoredDatasetName,
  decimal,
  type RawRow,
  type RawValue,
  sha256,
} from '@daybook/kernel';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isLess } from '../src/dataset-rules.ts';
import { fieldsOf, planColumns } from '../src/field-mapping.ts';
import { readerOf } from '../src/read-value.ts';
import { separateDuplicates, validateRows } from '../src/validate-rows.ts';
import { bar, sameNames } from './transform-fixture.ts';

function validate(dataset: StoredDatasetName, records: readonly RawRow[]) {
  const plans = planColumns(canonicalDataset(dataset), sameNames(dataset), fieldsOf(records));
  return validateRows(dataset, plans, { records, payloadSha256: sha256('payload') });
}

/** The rule, column and value of the one broken record. */
function faultOf(dataset: StoredDatasetName, record: RawRow): string | undefined {
  const [fault] = validate(dataset, [record]).quarantined;
  return fault && `${fault.rule} ${String(fault.field)} ${String(fault.value)}`;
}

describe('reading a value', () => {
  const cases: readonly (readonly [ColumnKind, RawValue, string | boolean | null | undefined])[] = [
    ['decimal', ' 1.50 ', '1.5'],
    ['decimal', '-0.00', '0'],
    ['decimal', '1e-7', '0.0000001'],
    ['decimal', '12345678901234567890.123456789', '12345678901234567890.123456789'],
    ['decimal', '', null],
    ['decimal', null, null],
    ['decimal', '1,5', undefined],
    ['decimal', '1,000.00', undefined],
    ['decimal', 'NaN', undefined],
    ['decimal', '0x10', undefined],
    ['decimal', '$5', undefined],
    ['decimal', '1e999', undefined],
    ['decimal', '9'.repeat(65), undefined],
    ['decimal', true, undefined],
    ['integer', '12.0', '12'],
    ['integer', '12.5', undefined],
    ['integer', '1e999', undefined],
    ['date', '2024-02-29', '2024-02-29'],
    ['date', '2023-02-29', undefined],
    ['date', '2024-13-01', undefined],
    ['date', '2024-04-31', undefined],
    ['date', '1900-02-29', undefined],
    ['date', '2000-02-29', '2000-02-29'],
    ['date', '0000-01-01', undefined],
    ['date', '2024-1-2', undefined],
    ['date', '2024-01-02T00:00:00Z', undefined],
    ['instant', '2024-01-02T10:00:00+01:00', '2024-01-02T09:00:00.000Z'],
    ['instant', '2024-01-02T10:00:00', undefined],
    ['flag', 'True', true],
    ['flag', false, false],
    ['flag', ' ', null],
    ['flag', '1', undefined],
    ['text', '  Straße 東京 🙂 ', 'Straße 東京 🙂'],
    ['text', '   ', null],
    ['text', 'a\0b', undefined],
    ['text', '\ud800', undefined],
    ['text', true, undefined],
  ];

  it.each(cases)('as %s, %j is %j', (kind, raw, expected) => {
    expect(readerOf(kind)(raw)).toBe(expected);
  });

  it('keeps the value of every decimal', () => {
    const digits = fc.stringMatching(/^\d{1,25}$/);
    fc.assert(
      fc.property(fc.boolean(), digits, digits, (negative, whole, fraction) => {
        const text = `${negative ? '-' : ''}${whole}.${fraction}`;
        const read = readerOf('decimal')(text);
        expect(compareDecimals(decimal(String(read)), decimal(text))).toBe(0);
        expect(readerOf('decimal')(String(read))).toBe(read);
      }),
    );
  });

  it('takes exactly the days of the calendar', () => {
    const part = (max: number) => fc.integer({ min: 0, max });
    fc.assert(
      fc.property(part(9999), part(13), part(32), (year, month, day) => {
        const text = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
        const time = Date.parse(text);
        const exists = year > 0 && !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
        expect(readerOf('date')(text)).toBe(exists ? text : undefined);
      }),
    );
  });
});

describe('the rules of bars', () => {
  it('lets a plausible bar through', () => {
    expect(faultOf('ohlcv', bar('2024-01-02'))).toBeUndefined();
    const flat = { open: '0.1', high: '0.10', low: '0.1', close: '0.1', volume: '0' };
    expect(faultOf('ohlcv', bar('2024-01-02', flat))).toBeUndefined();
    expect(faultOf('ohlcv', bar('2024-01-02', { volume: null }))).toBeUndefined();
  });

  it.each([
    [{ symbol: '' }, 'missing_value symbol '],
    [{ date: '2024-02-30' }, 'not_a_date date 2024-02-30'],
    [{ close: '12.3?' }, 'not_a_decimal close 12.3?'],
    [{ close: null }, 'missing_value close null'],
    [{ open: '0' }, 'price_not_positive open 0'],
    [{ low: '-1' }, 'price_not_positive low -1'],
    [{ high: '9', low: '11' }, 'high_below_low high 9'],
    [{ high: '10.2' }, 'high_below_open_or_close high 10.2'],
    [{ high: '10.5', close: '10.6' }, 'high_below_open_or_close high 10.5'],
    [{ low: '10.2' }, 'low_above_open_or_close low 10.2'],
    [{ volume: '-1' }, 'volume_negative volume -1'],
    [{ provisional: 'maybe' }, 'not_a_flag provisional maybe'],
    [{ currency: 'GBp' }, 'currency_minor_unit currency GBp'],
  ])('puts %j aside', (others, expected) => {
    expect(faultOf('ohlcv', bar('2024-01-02', others))).toBe(expected);
  });

  it('orders prices by value, not by spelling', () => {
    const price = fc.tuple(fc.integer({ min: 1, max: 10 ** 9 }), fc.integer({ min: 0, max: 6 }));
    fc.assert(
      fc.property(price, price, ([a, aShift], [b, bShift]) => {
        const [x, y] = [decimal(`${a}e-${aShift}`), decimal(`${b}e-${bShift}`)];
        expect(isLess(x, y)).toBe(compareDecimals(x, y) < 0);
      }),
    );
  });
});

describe('the rules of other datasets', () => {
  it.each<[StoredDatasetName, RawRow, string | undefined]>([
    ['dividends', { symbol: 'A', ex_date: '2024-01-02', amount: '0' }, 'not_positive amount 0'],
    [
      'splits',
      { symbol: 'A', ex_date: '2024-01-02', numerator: '2', denominator: '0' },
      'not_positive denominator 0',
    ],
    ['splits', { symbol: 'A', ex_date: '2024-01-02', numerator: '2', denominator: '1' }, undefined],
    ['instruments', { symbol: 'A' }, undefined],
    ['accounts', { id: 'A', currency: 'GBX' }, 'currency_minor_unit currency GBX'],
    ['positions', { account_id: 'A', symbol: 'B', as_of: '2024-01-02', quantity: '-5' }, undefined],
    ['positions', { account_id: 'A', symbol: 'B', as_of: '2024-01-02' }, 'missing_value quantity null'],
  ])('judge %s %j', (dataset, record, expected) => {
    expect(faultOf(dataset, record)).toBe(expected);
  });
});

describe('every record', () => {
  const value = fc.oneof(
    fc.constantFrom('1', '2.5', '2024-01-02', 'x', '', ' ', '-3'),
    fc.boolean(),
    fc.constant(null),
  );
  const field = fc.constantFrom('symbol', 'date', 'open', 'high', 'low', 'close', 'volume', 'other');

  it('ends in exactly one list', () => {
    fc.assert(
      fc.property(fc.array(fc.dictionary(field, value), { maxLength: 30 }), (records) => {
        const { valid, quarantined } = validate('ohlcv', records);
        const places = [...valid, ...quarantined].map(({ rowIndex }) => rowIndex).toSorted((a, b) => a - b);
        expect(places).toEqual(records.map((_, index) => index));
      }),
    );
  });

  it('keeps one row a key, the first', () => {
    const days = fc.array(fc.tuple(fc.constantFrom('02', '03'), fc.constantFrom('10.1', '10.10', '10.2')));
    fc.assert(
      fc.property(days, (picked) => {
        const records = picked.map(([day, close]) => bar(`2024-01-${day}`, { close }));
        const { valid } = validate('ohlcv', records);
        const { rows, quarantined } = separateDuplicates(canonicalDataset('ohlcv'), valid);
        const keys = rows.map(({ values }) => values['date']);
        expect(new Set(keys).size).toBe(keys.length);
        expect(new Set(keys)).toEqual(new Set(valid.map(({ row }) => row.values['date'])));
        for (const { raw } of quarantined) {
          const kept = rows.find(({ values }) => values['date'] === raw['date']);
          expect(decimal(String(raw['close']))).not.toBe(kept?.values['close']);
        }
      }),
    );
  });
});
