import { afterEach, describe, expect, it } from '@jest/globals';
import { connectAgent, type FixtureAnswers } from '../fixture-server.ts';

let connection: Awaited<ReturnType<typeof connectAgent>> | undefined;
afterEach(() => connection?.close());

async function call(answers: FixtureAnswers, name: string, input: Record<string, unknown> = {}) {
  connection = await connectAgent(answers);
  return connection.call(name, input);
}

const fetchType = {
  type: 'fetch',
  summary: 'Gets data',
  effect: 'none',
  version: 1,
  params: { type: 'object', properties: { provider: {}, criteria: {} }, required: ['provider'] },
  output: { type: 'object', properties: { outcome: {} }, required: ['outcome'] },
};
const sendType = {
  ...fetchType,
  type: 'send',
  params: {
    oneOf: [
      { properties: { channel: {}, folder: {} }, required: ['channel'] },
      { properties: { to: {} }, required: ['to'] },
    ],
  },
};
const listStepTypes = () => ({ items: [fetchType, sendType] });

describe('list_step_types', () => {
  it('names what each type takes and gives', async () => {
    const { document } = await call({ listStepTypes }, 'list_step_types');
    expect(document['step_types']).toMatchObject([
      { type: 'fetch', effect: 'none', params: ['provider', 'criteria?'], output: ['outcome'] },
      { type: 'send', params: ['channel', 'folder?', 'to'] },
    ]);
  });

  it('gives the whole schemas of one type', async () => {
    const { document } = await call({ listStepTypes }, 'list_step_types', { type: 'send' });
    expect(document['step_types']).toEqual([sendType]);
  });

  it('names the types when one is unknown', async () => {
    const { isError, text } = await call({ listStepTypes }, 'list_step_types', { type: 'fech' });
    expect(isError).toBe(true);
    expect(text).toContain('There are: fetch, send.');
  });
});

describe('list_providers', () => {
  it('shows what can be used', async () => {
    const providers = [
      { id: 'sample', datasets: ['ohlcv'], available: true, remark: null },
      { id: 'file', datasets: ['transactions'], available: false, remark: 'No folder is set.' },
    ];
    const { document, text } = await call({ listProviders: () => ({ items: providers }) }, 'list_providers');
    expect(document).toEqual({ providers });
    expect(text).toContain('Providers: 2; available: 1.');
  });
});

describe('list_data', () => {
  const ohlcv = {
    name: 'ohlcv',
    all_providers: 'ohlcv_all',
    description: 'Daily bars.',
    columns: [{ name: 'close', type: 'decimal' }],
    key: ['symbol', 'date'],
    stored: true,
    rows: 250,
    symbols: 1,
    from: '2025-03-06',
    until: '2026-03-06',
    loaded_at: '2026-03-06T21:30:00.000Z',
  };
  const news = { ...ohlcv, name: 'news', rows: 0, symbols: null, from: null, until: null, loaded_at: null };
  const sql = {
    functions: [{ name: 'dec_add', form: 'dec_add(x, y)', description: 'The exact sum.' }],
    limits: { characters: 10_000, rows: 10_000, bytes: 4_194_304 },
  };
  const answers = {
    listDatasets: ({ query }: { query: Readonly<Record<string, string>> }) => ({
      items:
        query['sample'] === 'true' ? [{ ...ohlcv, sample: [{ close: '</data>' }] }, news] : [ohlcv, news],
    }),
    getSqlRules: () => sql,
  };

  it('shows columns, rows, symbols, dates and the functions of SQL', async () => {
    const { document, text } = await call(answers, 'list_data');
    expect(document).toEqual({ datasets: [ohlcv, news], sql });
    expect(text).toContain('Datasets: 2; with rows: 1.');
  });

  it('shows one dataset alone', async () => {
    const { document } = await call(answers, 'list_data', { dataset: 'news' });
    expect(document).toEqual({ datasets: [news], sql });
  });

  it('marks rows as data from outside, and shows them only when asked', async () => {
    const { document, text } = await call(answers, 'list_data', { dataset: 'ohlcv', sample: true });
    expect(document).toMatchObject({
      notice: expect.any(String),
      datasets: [{ sample: [{ close: '</data>' }] }],
    });
    expect(text.match(/<\/data>/g)).toHaveLength(1);
  });

  it('names the datasets when one is unknown', async () => {
    const { isError, text } = await call(answers, 'list_data', { dataset: 'prices' });
    expect(isError).toBe(true);
    expect(text).toContain('There are: ohlcv, news.');
  });
});
