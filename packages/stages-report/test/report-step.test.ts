import { derivedId, EngineError, parseInstant, toPolicyId, toReportId } from '@daybook/kernel';
import { createMemoryReportStore } from '@daybook/stages-report/testing';
import { describe, expect, it } from '@jest/globals';
import { buildReportModel, skipsDelivery } from '../src/build-report-model.ts';
import { createReportStep } from '../src/report-step.ts';
import { bars, createFixedDatabase, stepCall, resultOf } from './fixed-database.ts';

const params = {
  report: 'weekly-brief',
  title: 'Weekly brief',
  queries: { spy: { sql: 'SELECT date, open, high, low, close FROM ohlcv WHERE date <= date(:as_of)' } },
  sections: [
    {
      type: 'metric_card',
      title: 'SPY, last close',
      query: 'spy',
      column: 'close',
      compare: { row: 'second' },
    },
    {
      type: 'chart',
      kind: 'candlestick',
      title: 'SPY',
      query: 'spy',
      x: 'date',
      y: ['open', 'high', 'low', 'close'],
    },
    { type: 'data_table', title: 'The week', query: 'spy' },
  ],
};

const idOf = (policyId: string) => toReportId(derivedId('rep', policyId, 'weekly-brief'));

function setUp(results = { spy: bars }) {
  const database = createFixedDatabase(results);
  const reports = createMemoryReportStore();
  const load = (version: number, policyId = 'pol_1') => reports.load(idOf(policyId), version);
  return { database, load, step: createReportStep({ database, reports }) };
}

describe('store_report', () => {
  it('stores the first version with its snapshot', async () => {
    const { database, load, step } = setUp();
    const output = await step.run(params, stepCall());
    const stored = await load(1);
    expect(output).toEqual({
      report_id: idOf('pol_1'),
      version: 1,
      changed: true,
      empty: false,
      snapshot_sha256: stored?.snapshotSha256,
      row_counts: { spy: 3 },
    });
    expect(stored?.snapshot.queries['spy']?.rows).toEqual(bars.rows);
    expect(database.asked?.queries['spy']?.params).toEqual({ as_of: '2020-12-31T22:00:00.000Z' });
  });

  it('stores what a model can be built of', async () => {
    const { load, step } = setUp();
    await step.run(params, stepCall());
    const stored = await load(1);
    expect(buildReportModel(stored!).sections[0]).toMatchObject({
      figure: '3,756.07',
      comparison: { text: '+24.03 (+0.64 %)' },
    });
  });

  it('adds no version for the same data, also in a later run', async () => {
    const { load, step } = setUp();
    await step.run(params, stepCall());
    const later = stepCall({ asOf: parseInstant('2021-01-01T22:00:00Z')!, attempt: 2 });
    expect(await step.run(params, later)).toMatchObject({ version: 1, changed: false });
    expect(await load(2)).toBeUndefined();
  });

  it('adds version 2 of the same report for other data', async () => {
    const { database, step } = setUp();
    const first = await step.run(params, stepCall());
    database.results = { spy: { ...bars, rows: bars.rows.slice(1) } };
    expect(await step.run(params, stepCall())).toMatchObject({
      ...(first as object),
      version: 2,
      changed: true,
      snapshot_sha256: expect.any(String),
      row_counts: { spy: 2 },
    });
  });

  it('adds version 2 for another spec', async () => {
    const { step } = setUp();
    await step.run(params, stepCall());
    const renamed = { ...params, title: 'Brief of the week' };
    expect(await step.run(renamed, stepCall())).toMatchObject({ version: 2, changed: true });
  });

  it('keeps reports of two policies apart', async () => {
    const { load, step } = setUp();
    await step.run(params, stepCall());
    await step.run(params, stepCall({ policyId: toPolicyId('pol_2') }));
    expect(await load(1, 'pol_2')).toMatchObject({ reportId: idOf('pol_2'), policyId: 'pol_2', version: 1 });
    expect(await load(1)).toMatchObject({ policyId: 'pol_1', version: 1 });
  });

  it('tells that a report is empty', async () => {
    const { step } = setUp({ spy: { ...bars, rows: [] } });
    expect(await step.run(params, stepCall())).toMatchObject({ empty: true, row_counts: { spy: 0 } });
  });

  it('stores nothing when a section fails', async () => {
    const { load, step } = setUp({ spy: resultOf(['date', 'o', 'h', 'l', 'c'], bars.rows) });
    await expect(step.run(params, stepCall())).rejects.toMatchObject({
      code: 'report.section-failed',
      message: expect.stringContaining('Its columns: date, o, h, l, c.'),
    });
    expect(await load(1)).toBeUndefined();
  });

  it('stores nothing when a query fails', async () => {
    const { database, load, step } = setUp();
    database.readAll = () => Promise.reject(new EngineError('report.query-failed', 'Query "spy" is wrong.'));
    await expect(step.run(params, stepCall())).rejects.toMatchObject({ code: 'report.query-failed' });
    expect(await load(1)).toBeUndefined();
  });

  it('refuses parameters that it does not know, before it reads', async () => {
    const { database, step } = setUp();
    await expect(step.run({ ...params, chart: true }, stepCall())).rejects.toMatchObject({
      code: 'step.params-invalid',
    });
    expect(database.asked).toBeUndefined();
  });

  it.each<[string, object, string]>([
    [
      'a query that is not there',
      { ...params.sections[2], query: 'spx' },
      '/sections/0/query: The report has no query "spx"; its queries: spy.',
    ],
    [
      'a candlestick of one column',
      { ...params.sections[1], y: 'close' },
      '/sections/0/y: A candlestick needs the four columns',
    ],
  ])('refuses %s, before it reads', async (_, section, message) => {
    const { database, step } = setUp();
    await expect(step.run({ ...params, sections: [section] }, stepCall())).rejects.toMatchObject({
      code: 'step.params-invalid',
      message: expect.stringContaining(message),
    });
    expect(database.asked).toBeUndefined();
  });

  it.each(['bar', 'pie'])('says that a %s chart is yet to come, before it reads', async (kind) => {
    const { database, step } = setUp();
    const chart = { ...params.sections[1], kind, y: 'close' };
    const hidden = { type: 'conditional_section', when: { field: 1, op: 'eq', value: 2 }, sections: [chart] };
    for (const sections of [[chart], [hidden]]) {
      await expect(step.run({ ...params, sections }, stepCall())).rejects.toMatchObject({
        code: 'step.unavailable',
        message: expect.stringContaining(`Section 1 ("SPY") of report "weekly-brief" is a ${kind} chart`),
      });
    }
    expect(database.asked).toBeUndefined();
  });

  it('reads and stores nothing once it was aborted', async () => {
    const { database, load, step } = setUp();
    const reason = new EngineError('run.cancelled', 'Cancelled.');
    await expect(step.run(params, stepCall({ signal: AbortSignal.abort(reason) }))).rejects.toBe(reason);
    expect([database.asked, await load(1)]).toEqual([undefined, undefined]);
  });

  it('stores nothing when it is aborted while it reads', async () => {
    const { database, load, step } = setUp();
    const controller = new AbortController();
    database.readAll = () => {
      controller.abort(new EngineError('step.timeout', 'Too slow.'));
      return Promise.resolve({ spy: bars });
    };
    await expect(step.run(params, stepCall({ signal: controller.signal }))).rejects.toMatchObject({
      code: 'step.timeout',
    });
    expect(await load(1)).toBeUndefined();
  });
});

describe('a conditional section', () => {
  const table = { type: 'data_table', title: 'The week', query: 'spy' };
  const words = { type: 'text', body: 'Words of the author.' };
  /** As it stands when references are resolved. */
  const withRows = (rows: unknown, ...sections: object[]) => ({
    type: 'conditional_section',
    when: { field: rows, op: 'gt', value: 0, if_missing: false },
    sections,
  });
  const report = (...sections: object[]) => ({ ...params, sections });

  it('is printed in its place when its condition holds', async () => {
    const { load, step } = setUp();
    await step.run(report(words, withRows(3, table), words), stepCall());
    const stored = await load(1);
    expect(buildReportModel(stored!).sections.map(({ type }) => type)).toEqual([
      'text',
      'data_table',
      'text',
    ]);
    expect(stored?.spec).toMatchObject({ sections: [words, table, words] });
  });

  it('is left out when it does not hold, and its data with it', async () => {
    const { load, step } = setUp();
    const output = await step.run(report(words, withRows(0, table)), stepCall());
    const stored = await load(1);
    expect(output).toMatchObject({ row_counts: { spy: 3 } });
    expect(stored?.snapshot).toEqual({ queries: {}, newestDate: null });
    expect(stored?.spec).toMatchObject({ sections: [words] });
  });

  it('makes a new version when it comes and when it goes, and none in between', async () => {
    const { step } = setUp();
    const versions: unknown[] = [];
    for (const rows of [0, null, 2, 5, 0]) {
      const output = await step.run(report(words, withRows(rows, table)), stepCall());
      versions.push((output as { version: number }).version);
    }
    expect(versions).toEqual([1, 1, 2, 2, 3]);
  });

  it('takes no notice of data that nobody sees', async () => {
    const { database, step } = setUp();
    await step.run(report(words, withRows(0, table)), stepCall());
    database.results = { spy: { ...bars, rows: bars.rows.slice(1) } };
    expect(await step.run(report(words, withRows(0, table)), stepCall())).toMatchObject({ changed: false });
  });

  it('leaves an empty report when it held all the data', async () => {
    const { load, step } = setUp();
    const silent = { ...report(words, withRows(0, table)), on_empty: 'skip' };
    expect(await step.run(silent, stepCall())).toMatchObject({ empty: true });
    const stored = await load(1);
    expect(skipsDelivery(stored!)).toBe(true);
    expect(await step.run({ ...report(words), on_empty: 'skip' }, stepCall())).toMatchObject({
      empty: false,
      changed: true,
    });
  });

  it('leaves an empty report when no section is left', async () => {
    const { load, step } = setUp();
    expect(await step.run(report(withRows(0, words)), stepCall())).toMatchObject({ empty: true });
    const stored = await load(1);
    expect(buildReportModel(stored!).sections).toMatchObject([{ body: expect.stringContaining('no data') }]);
  });

  it('takes a reference that was left standing for a missing field', async () => {
    const { step } = setUp();
    const standing = { ref: 'ctx.bars.rows_written', optional: true };
    expect(await step.run(report(withRows(standing, table)), stepCall())).toMatchObject({ empty: true });
  });

  it('fails, naming itself, when it cannot be decided', async () => {
    const { database, load, step } = setUp();
    await expect(step.run(report(words, withRows('many', table)), stepCall())).rejects.toMatchObject({
      code: 'step.condition-failed',
      message: expect.stringContaining(
        'The condition of section 2 of report "weekly-brief" can\'t be decided',
      ),
      details: { pointer: '/sections/1/when' },
    });
    expect([database.asked, await load(1)]).toEqual([undefined, undefined]);
  });
});
