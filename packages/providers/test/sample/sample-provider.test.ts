import {
  canonicalDataset,
  compareDecimals,
  decimal,
  isStoredDataset,
  type RawRow,
  sha256,
} from '@daybook/kernel';
import { createSampleProvider, sampleFacts } from '@daybook/providers';
import type { LoadRequest } from '@daybook/stages-fetch';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { at, datasetOf, errorIn, requestOf, rowsIn } from '../provider-fixture.ts';

const provider = createSampleProvider();
const bars = datasetOf(provider, 'ohlcv');

async function barsOf(symbol: string, parts: Partial<LoadRequest> = {}): Promise<readonly RawRow[]> {
  return rowsIn(bars, await bars.load(requestOf({ entities: [symbol], ...parts })));
}

const columnsOf = (name: string) => (isStoredDataset(name) ? canonicalDataset(name).columns : []);
const byDate = (rows: readonly RawRow[], date: string) => rows.find((row) => row['date'] === date);
const number = (row: RawRow | undefined, field: string) => decimal(String(row?.[field]));
const isBroken = (row: RawRow) =>
  sampleFacts.brokenBars.some(({ symbol, date }) => row['symbol'] === symbol && row['date'] === date);

describe('the daily bars of the sample provider', () => {
  it('answers all five tickers when none is named', async () => {
    const answers = await bars.load(requestOf());
    expect(answers.map(({ kind, entityKey }) => `${kind} ${entityKey}`)).toEqual(
      sampleFacts.symbols.map((symbol) => `payload ${symbol}`),
    );
  });

  it('is the same on every machine', async () => {
    const answers = await bars.load(requestOf());
    const hashes = answers.map((answer) => (answer.kind === 'payload' ? sha256(answer.payload.bytes) : ''));
    expect(hashes.map((hash) => hash.slice(0, 12))).toMatchInlineSnapshot(`
      [
        "3d2571ba2208",
        "8fbb17e4bebc",
        "9358aaa1e662",
        "03202fd2be50",
        "91e5e76ad2aa",
      ]
    `);
  });

  it('only appends when it is asked later', async () => {
    const all = await barsOf('SOLA', { asOf: at('2026-01-01T00:00:00Z') });
    const days = fc.integer({
      min: Date.parse('2020-01-01'),
      max: Date.parse('2026-01-01'),
    });
    await fc.assert(
      fc.asyncProperty(days, async (time) => {
        const asOf = at(new Date(time).toISOString());
        const earlier = await barsOf('SOLA', { asOf });
        expect(earlier).toEqual(all.slice(0, earlier.length));
      }),
      { numRuns: 20 },
    );
  });

  it('has a bar from the minute that its session closes', async () => {
    const newest = async (asOf: string) => (await barsOf('NRTH', { asOf: at(asOf) })).at(-1)?.['date'];
    expect(await newest('2024-06-28T20:59:59.999Z')).toBe('2024-06-27');
    expect(await newest('2024-06-28T21:00:00Z')).toBe('2024-06-28');
    expect(await newest('2024-07-01T12:00:00Z')).toBe('2024-06-28');
  });

  it('trades on weekdays that are not closed', async () => {
    const dates = (await barsOf('NRTH')).map((row) => String(row['date']));
    expect(dates[0]).toBe(sampleFacts.firstSession);
    expect(dates.filter((date) => [0, 6].includes(new Date(date).getUTCDay()))).toEqual([]);
    expect(dates.filter((date) => /-(01-01|05-01|12-25|12-26)$/.test(date))).toEqual([]);
    expect(new Set(dates).size).toBe(dates.length);
    expect(dates).toHaveLength(1163);
  });

  it('answers the days of a range and nothing else', async () => {
    const rows = await barsOf('TIDE', {
      from: '2024-06-01',
      until: '2024-06-05',
    });
    expect(rows.map((row) => row['date'])).toEqual(['2024-06-03', '2024-06-04', '2024-06-05']);
    expect(rows).toEqual((await barsOf('TIDE', { until: '2024-06-05' })).slice(-3));
  });

  it('has consistent prices that move at most three percent a day', async () => {
    for (const symbol of sampleFacts.symbols) {
      const rows = (await barsOf(symbol)).filter((row) => !isBroken(row));
      for (const row of rows) {
        for (const inner of ['open', 'close']) {
          expect(compareDecimals(number(row, 'high'), number(row, inner))).toBeGreaterThanOrEqual(0);
          expect(compareDecimals(number(row, 'low'), number(row, inner))).toBeLessThanOrEqual(0);
        }
        expect(Number(row['close'])).toBeGreaterThan(50);
        expect(Number(row['close'])).toBeLessThan(1000);
        expect(String(row['volume'])).toMatch(/^[1-9]\d{5,7}$/);
      }
    }
  });

  it('halves the raw price at the split', async () => {
    const { symbol, exDate } = sampleFacts.split;
    const rows = await barsOf(symbol);
    const index = rows.findIndex((row) => row['date'] === exDate);
    const ratio = Number(rows[index]?.['close']) / Number(rows[index - 1]?.['close']);
    expect(ratio).toBeGreaterThan(0.48);
    expect(ratio).toBeLessThan(0.52);
  });

  it('has no bar in the gap', async () => {
    const { symbol, from, until, sessions } = sampleFacts.gap;
    expect((await barsOf(symbol, { from, until })).length).toBe(0);
    expect(await barsOf('NRTH', { from, until })).toHaveLength(sessions);
    expect((await barsOf('NRTH')).length - (await barsOf(symbol)).length).toBe(sessions);
  });

  it('has the two broken bars at their dates', async () => {
    const crossed = byDate(await barsOf('NRTH'), '2020-03-10');
    expect(compareDecimals(number(crossed, 'high'), number(crossed, 'low'))).toBeLessThan(0);
    const unreadable = byDate(await barsOf('TIDE'), '2020-04-07');
    expect(unreadable?.['close']).toMatch(/^\d+\.\d\?$/);
  });

  it('fails an unknown symbol alone, naming those that there are', async () => {
    const answers = await bars.load(requestOf({ entities: ['NOPE', '__proto__', 'NRTH'] }));
    expect(answers.map(({ kind }) => kind)).toEqual(['failed', 'failed', 'payload']);
    expect(errorIn(answers)).toMatchObject({
      code: 'provider.not-found',
      message: '"sample" knows no symbol "NOPE"; it knows NRTH, SOLA, TIDE, QRTZ, VLLM.',
    });
  });

  it('says that there is nothing before the first session', async () => {
    const answers = await bars.load(requestOf({ entities: ['NRTH'], asOf: at('2019-12-31T00:00:00Z') }));
    expect(answers).toMatchObject([{ kind: 'nothing', entityKey: 'NRTH' }]);
  });

  it('stops when nobody waits any more', async () => {
    const request = requestOf({
      signal: AbortSignal.abort(new Error('cancelled')),
    });
    await expect(bars.load(request)).rejects.toThrow('cancelled');
  });
});

describe('the other datasets of the sample provider', () => {
  const rowsOf = async (name: Parameters<typeof datasetOf>[1], parts: Partial<LoadRequest> = {}) => {
    const dataset = datasetOf(provider, name);
    return rowsIn(dataset, await dataset.load(requestOf(parts)));
  };

  it('offers the datasets of the contract', () => {
    expect(provider.datasets.map(({ dataset }) => dataset)).toEqual([
      'instruments',
      'ohlcv',
      'dividends',
      'splits',
      'accounts',
      'positions',
    ]);
  });

  it('maps every required column to a field that its rows have', async () => {
    for (const { dataset, mapping } of provider.datasets) {
      const [first] = await rowsOf(dataset);
      for (const { name, required } of columnsOf(dataset)) {
        const source = mapping[name];
        const field = source !== undefined && 'field' in source ? source.field : undefined;
        expect(!required || (field !== undefined && first?.[field] !== undefined)).toBe(true);
      }
    }
  });

  it('describes each ticker', async () => {
    const rows = await rowsOf('instruments');
    expect(rows.map((row) => row['symbol'])).toEqual(sampleFacts.symbols);
    expect(new Set(rows.map((row) => row['exchange']))).toEqual(new Set([sampleFacts.exchange]));
  });

  it('pays dividends every quarter', async () => {
    const rows = await rowsOf('dividends', {
      entities: ['TIDE'],
      from: '2022-01-01',
      until: '2022-12-31',
    });
    expect(rows.map((row) => `${String(row['ex_date'])} ${String(row['amount'])}`)).toEqual([
      '2022-03-15 0.37',
      '2022-06-15 0.37',
      '2022-09-15 0.37',
      '2022-12-15 0.37',
    ]);
  });

  it('says that a ticker pays nothing', async () => {
    const answers = await datasetOf(provider, 'dividends').load(requestOf({ entities: ['NRTH'] }));
    expect(answers).toEqual([
      {
        kind: 'nothing',
        entityKey: 'NRTH',
        reason: 'there are no dividends in that time.',
      },
    ]);
  });

  it('knows the split from its ex-date on', async () => {
    const { symbol, exDate, numerator, denominator } = sampleFacts.split;
    expect(await rowsOf('splits', { asOf: at(`${exDate}T20:00:00Z`) })).toEqual([]);
    expect(await rowsOf('splits', { asOf: at(`${exDate}T21:00:00Z`) })).toEqual([
      { symbol, ex_date: exDate, numerator, denominator },
    ]);
  });

  it('holds positions on the last session, doubled by the split', async () => {
    const held = async (asOf: string) => (await rowsOf('positions', { asOf: at(asOf) }))[1];
    expect(await held('2022-06-12T12:00:00Z')).toMatchObject({
      as_of: '2022-06-10',
      quantity: '25',
    });
    expect(await held('2022-06-18T12:00:00Z')).toMatchObject({
      as_of: '2022-06-17',
      quantity: '50',
    });
    expect(await rowsOf('accounts')).toMatchObject([{ id: 'ACC-1', currency: 'USD' }]);
  });

  it('counts bars and actions of a symbol by the same sessions', async () => {
    const exDates = (await rowsOf('dividends')).map((row) => String(row['ex_date']));
    const sessions = new Set((await barsOf('NRTH')).map((row) => String(row['date'])));
    expect(exDates.filter((date) => !sessions.has(date))).toEqual([]);
  });
});
