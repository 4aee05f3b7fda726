import { describe, expect, it } from '@jest/globals';
import type { RawResult } from '../../src/report-database.ts';
import { freezeSnapshot } from '../../src/freeze-snapshot.ts';
import { dataTableSection } from '../../src/sections/data-table.ts';
import { buildSection } from '../../src/sections/section.ts';
import { approximateIn, resultOf } from '../fixed-database.ts';

const holdings = resultOf(
  ['symbol', 'as_of', 'quantity', 'share', 'provisional'],
  [
    ['NRTH', '2020-12-31', '1200', 0.25, 0],
    ['SOLA', '2020-12-30', '12.5', 0.125, 1],
    ['TIDE', null, null, null, null],
  ],
);

const build = (given: object, result: RawResult = holdings) =>
  buildSection(
    dataTableSection.parse({ type: 'data_table', query: 'week', ...given }),
    freezeSnapshot({ week: result }).snapshot,
    { report: 'weekly-brief', index: 0, title: undefined },
  );

describe('data_table', () => {
  it('prints all columns and all rows of the query', () => {
    expect(build({ title: 'The week' }).section).toEqual({
      type: 'data_table',
      title: 'The week',
      columns: [
        { name: 'symbol', title: 'Symbol', kind: 'text', align: 'left' },
        { name: 'as_of', title: 'As of', kind: 'date', align: 'left' },
        { name: 'quantity', title: 'Quantity', kind: 'decimal', align: 'right' },
        { name: 'share', title: 'Share', kind: 'decimal', align: 'right' },
        { name: 'provisional', title: 'Provisional', kind: 'flag', align: 'left' },
      ],
      rows: [
        ['NRTH', '2020-12-31', '1,200.0', '0.250', 'no'],
        ['SOLA', '2020-12-30', '12.5', '0.125', 'yes'],
        ['TIDE', '–', '–', '–', '–'],
      ],
    });
  });

  it('prints chosen columns in their order and format', () => {
    const columns = [{ column: 'share', title: 'Share of all', format: 'percent:1' }, 'symbol'];
    expect(build({ columns }).section).toMatchObject({
      columns: [
        { name: 'share', title: 'Share of all', kind: 'decimal', align: 'right' },
        { name: 'symbol', align: 'left' },
      ],
      rows: [
        ['25.0 %', 'NRTH'],
        ['12.5 %', 'SOLA'],
        ['–', 'TIDE'],
      ],
    });
  });

  it('prints numbers that are names as text', () => {
    const section = build(
      { columns: [{ column: 'account', format: 'text' }] },
      resultOf(['account'], [['12345']]),
    ).section;
    expect(section).toMatchObject({ columns: [{ kind: 'text', align: 'left' }], rows: [['12345']] });
  });

  it('marks numbers that are not exact, whatever their format', () => {
    const columns = ['symbol', 'share', { column: 'share', title: 'Percent', format: 'percent:1' }];
    const { section } = build({ columns }, approximateIn(holdings, 'share'));
    expect(section).toMatchObject({
      columns: [{}, { kind: 'decimal', align: 'right' }, { title: 'Percent' }],
      rows: [
        ['NRTH', '≈ 0.250', '≈ 25.0 %'],
        ['SOLA', '≈ 0.125', '≈ 12.5 %'],
        ['TIDE', '–', '–'],
      ],
    });
  });

  it('marks no words and no dates of such a column', () => {
    const { section } = build({ columns: ['symbol', 'as_of'] }, approximateIn(holdings, 'symbol', 'as_of'));
    expect(section).toMatchObject({
      rows: [
        ['NRTH', '2020-12-31'],
        ['SOLA', '2020-12-30'],
        ['TIDE', '–'],
      ],
    });
  });

  it('is empty without rows, with its headings', () => {
    const built = build({}, { ...holdings, rows: [] });
    expect(built.empty).toBe(true);
    expect(built.section).toMatchObject({ rows: [], columns: { length: 5 } });
    expect(build({}).empty).toBe(false);
  });

  it('cuts nothing of ten thousand rows', () => {
    const rows = Array.from({ length: 10_000 }, (_, row) => [row]);
    const section = build({}, resultOf(['n'], rows)).section;
    expect(section).toHaveProperty('rows.length', 10_000);
    expect(section).toHaveProperty('rows.9999', ['9,999']);
  });

  it('names section, column and row of what is no number', () => {
    expect(() => build({ columns: [{ column: 'symbol', format: 'integer' }] })).toThrow(
      'Section 1 of report "weekly-brief" prints column "symbol" as a number, but row 1 holds "NRTH".',
    );
  });

  it('names the columns there are when one is missing', () => {
    expect(() => build({ columns: ['price'] })).toThrow(/column "price".*symbol, as_of, quantity/);
  });
});
