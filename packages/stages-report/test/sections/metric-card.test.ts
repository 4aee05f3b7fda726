import { describe, expect, it } from '@jest/globals';
import type { RawResult } from '../../src/report-database.ts';
import { freezeSnapshot } from '../../src/freeze-snapshot.ts';
import { metricCardSection } from '../../src/sections/metric-card.ts';
import { buildSection } from '../../src/sections/section.ts';
import { approximateIn, bars, resultOf } from '../fixed-database.ts';

const build = (given: object, result: RawResult = bars) => {
  const section = metricCardSection.parse({
    type: 'metric_card',
    title: 'Close',
    query: 'spy',
    column: 'close',
    ...given,
  });
  const place = { report: 'weekly-brief', index: 0, title: 'Close' };
  return buildSection(section, freezeSnapshot({ spy: result }).snapshot, place);
};

describe('metric_card', () => {
  it('prints the first row with its own digits', () => {
    expect(build({}).section).toEqual({
      type: 'metric_card',
      title: 'Close',
      figure: '3,756.07',
      comparison: undefined,
    });
  });

  it('prints in the format asked for', () => {
    expect(build({ format: 'decimal:0' }).section).toMatchObject({ figure: '3,756' });
    expect(build({ column: 'date' }).section).toMatchObject({ figure: '2020-12-31' });
  });

  it('compares with the second row', () => {
    expect(build({ compare: { row: 'second', label_column: 'date' } }).section).toMatchObject({
      comparison: { direction: 'up', text: '+24.03 (+0.64 %) since 2020-12-30' },
    });
  });

  it('compares with the last row', () => {
    expect(build({ compare: { row: 'last' } }).section).toMatchObject({
      comparison: { direction: 'up', text: '+29.03 (+0.78 %)' },
    });
  });

  it.each(['second', 'last'])('compares with no %s row when there is one row', (row) => {
    const section = build({ compare: { row } }, { ...bars, rows: bars.rows.slice(0, 1) }).section;
    expect(section).toMatchObject({ figure: '3,756.07', comparison: undefined });
  });

  it('marks a figure that is not exact, and its change', () => {
    const around = approximateIn(bars, 'close');
    expect(build({ compare: { row: 'second', label_column: 'date' } }, around).section).toMatchObject({
      figure: '≈ 3,756.07',
      comparison: { direction: 'up', text: '≈ +24.03 (+0.64 %) since 2020-12-30' },
    });
    expect(build({ column: 'open', compare: { row: 'last' } }, around).section).toMatchObject({
      figure: '3,733.27',
      comparison: { text: '−16.74 (−0.45 %)' },
    });
    const still = approximateIn(resultOf(['close'], [[1.5], [1.5]]), 'close');
    expect(build({ compare: { row: 'last' } }, still).section).toMatchObject({
      figure: '≈ 1.5',
      comparison: { text: 'unchanged' },
    });
    expect(build({}, { ...around, rows: [] }).section).toMatchObject({ figure: '–' });
  });

  it('compares with no unknown value', () => {
    const rows = [
      ['2020-12-31', '5'],
      ['2020-12-30', null],
    ];
    expect(build({ compare: { row: 'second' } }, resultOf(['date', 'close'], rows)).section).toMatchObject({
      figure: '5',
      comparison: undefined,
    });
  });

  it('prints a dash and is empty without rows or without a value', () => {
    for (const rows of [[], [['2020-12-31', null]]]) {
      const built = build({}, resultOf(['date', 'close'], rows));
      expect(built).toMatchObject({ empty: true, section: { figure: '–' } });
    }
    expect(build({}).empty).toBe(false);
  });

  it('names the columns there are when one is missing', () => {
    expect(() => build({ column: 'clos' })).toThrow(
      expect.objectContaining({
        code: 'report.section-failed',
        message:
          'Section 1 ("Close") of report "weekly-brief" names column "clos", which query "spy" does not give. Its columns: date, open, high, low, close.',
      }),
    );
  });

  it('finds a wrong label column before there is a row to compare with', () => {
    const alone = { ...bars, rows: bars.rows.slice(0, 1) };
    expect(() => build({ compare: { row: 'second', label_column: 'day' } }, alone)).toThrow(/column "day"/);
  });

  it('refuses to compare or round words', () => {
    const words = resultOf(['close'], [['up'], ['down']]);
    expect(() => build({ format: 'decimal:2' }, words)).toThrow(
      /needs a number in column "close", which holds "up"/,
    );
    expect(() => build({ compare: { row: 'last' } }, words)).toThrow(/needs a number/);
  });
});
