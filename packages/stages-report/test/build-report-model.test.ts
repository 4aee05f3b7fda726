import { toSha256 } from '@daybook/kernel';
import { describe, expect, it } from '@jest/globals';
import { buildReportModel, type ReportState, skipsDelivery } from '../src/build-report-model.ts';
import { freezeSnapshot } from '../src/freeze-snapshot.ts';
import type { RawResult } from '../src/report-database.ts';
import { bars } from './fixed-database.ts';

const sections = [
  { type: 'text', body: 'Words of the author.' },
  { type: 'metric_card', title: 'Close', query: 'spy', column: 'close' },
  { type: 'data_table', query: 'spy' },
];

function state(given: object, spy: RawResult = bars, empty = false): ReportState {
  const { snapshot } = freezeSnapshot({ spy });
  const document = {
    report: 'brief',
    title: 'Brief',
    queries: { spy: { sql: 'SELECT 1' } },
    sections,
    ...given,
  };
  return {
    report: 'brief',
    title: 'Brief',
    version: 3,
    spec: document,
    snapshot,
    snapshotSha256: toSha256('ab'.repeat(32)),
    empty,
  };
}

const nothing: RawResult = { ...bars, rows: [] };

describe('buildReportModel', () => {
  it('spells every section of the report', () => {
    expect(buildReportModel(state({}))).toMatchObject({
      report: 'brief',
      title: 'Brief',
      version: 3,
      newestDate: '2020-12-31',
      snapshotSha256: 'ab'.repeat(32),
      sections: [
        { type: 'text', body: 'Words of the author.' },
        { type: 'metric_card', figure: '3,756.07' },
        { type: 'data_table', rows: { length: 3 } },
      ],
    });
  });

  it.each(['note', 'skip'])('says that there is no data with on_empty %s', (on_empty) => {
    expect(buildReportModel(state({ on_empty }, nothing, true)).sections).toEqual([
      { type: 'text', body: 'There is no data for this report: its queries gave no values.' },
      { type: 'text', body: 'Words of the author.' },
    ]);
  });

  it('prints empty sections with on_empty send', () => {
    expect(buildReportModel(state({ on_empty: 'send' }, nothing, true)).sections).toMatchObject([
      { type: 'text' },
      { type: 'metric_card', figure: '–' },
      { type: 'data_table', rows: [] },
    ]);
  });

  it('prints all sections when one has data', () => {
    const rows = [['2020-12-31', null, null, null, null]];
    expect(buildReportModel(state({}, { ...bars, rows })).sections).toMatchObject([
      { type: 'text' },
      { figure: '–' },
      { rows: { length: 1 } },
    ]);
  });

  it('prints the words of a report of words', () => {
    expect(buildReportModel(state({ sections: sections.slice(0, 1) }, nothing)).sections).toHaveLength(1);
  });

  it('says that there is no data when no section is left', () => {
    expect(buildReportModel(state({ sections: [] }, bars, true)).sections).toMatchObject([
      { type: 'text', body: expect.stringContaining('There is no data') },
    ]);
  });

  it('finds a wrong column in an empty report', () => {
    const wrong = [{ ...sections[1], column: 'price' }];
    expect(() => buildReportModel(state({ sections: wrong }, nothing, true))).toThrow(/column "price"/);
  });

  it('gives equal models for equal states', () => {
    expect(JSON.stringify(buildReportModel(state({})))).toBe(JSON.stringify(buildReportModel(state({}))));
  });

  it('tells of a stored spec that it cannot read', () => {
    expect(() => buildReportModel(state({ sections: 'none' }))).toThrow(
      expect.objectContaining({
        code: 'store.damaged',
        message: expect.stringContaining('"brief", version 3'),
      }),
    );
  });

  it('tells of a snapshot that lacks a query', () => {
    const broken = { ...state({}), snapshot: { queries: {}, newestDate: null } };
    expect(() => buildReportModel(broken)).toThrow(/reads query "spy", which the report does not have/);
  });
});

describe('skipsDelivery', () => {
  it.each([
    [true, 'skip', true],
    [true, 'note', false],
    [true, 'send', false],
    [false, 'skip', false],
  ])('answers for empty %s and on_empty %s: %s', (empty, on_empty, skipped) => {
    expect(skipsDelivery(state({ on_empty }, bars, empty))).toBe(skipped);
  });
});
