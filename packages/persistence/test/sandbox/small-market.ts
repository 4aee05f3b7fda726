import { type CanonicalRow, sha256, type StoredDatasetName, toInstant, toRunId } from '@daybook/kernel';
import { createRowStore, type Database } from '@daybook/persistence';

type Values = CanonicalRow['values'];

const payloadSha256 = sha256('small market');

/** Three invented tickers, six trading days, two providers, one account: few enough to reckon by hand. */
export async function storeSmallMarket(database: Database): Promise<void> {
  await store(database, 'instruments', 'sample', instruments);
  await store(database, 'ohlcv', 'sample', bars(sampleBars));
  await store(database, 'ohlcv', 'tape', bars(tapeBars));
  await store(database, 'dividends', 'sample', dividends);
  await store(database, 'splits', 'sample', splits);
  await store(database, 'accounts', 'file', [{ id: 'main', name: 'Main account', currency: 'USD' }]);
  await store(database, 'positions', 'file', positions);
  await database.write(async ({ run }) => {
    await run("INSERT OR REPLACE INTO provider_order (provider, rank) VALUES ('sample', 1), ('tape', 2)");
    for (const [symbol, extra] of extras) {
      await run('UPDATE instruments_all SET extra = ?1 WHERE symbol = ?2', [extra, symbol]);
    }
  });
}

async function store(
  database: Database,
  dataset: StoredDatasetName,
  provider: string,
  rows: readonly Values[],
): Promise<void> {
  await createRowStore(database).write({
    dataset,
    provider,
    write: 'merge',
    rows: rows.map((values) => ({ values, payloadSha256 })),
    quarantined: [],
    runId: toRunId('run_1'),
    stepId: 'load',
    loadedAt: toInstant(Date.UTC(2021, 0, 12)),
  });
}

const instruments: readonly Values[] = [
  { symbol: 'NRTH', name: 'North Star Mining', type: 'stock', currency: 'USD', exchange: 'XNYS' },
  { symbol: 'SOLA', name: "Sola's Café", type: 'stock', currency: 'EUR', exchange: 'XPAR' },
  { symbol: 'TIDE', name: 'Tide Fund 100%', type: 'etf', currency: 'USD', exchange: null },
  { symbol: 'VLLM', name: null, type: null, currency: null, exchange: null },
];

const extras: readonly (readonly [symbol: string, extra: string])[] = [
  ['NRTH', '{"sector":"Materials","tags":["gold","silver"],"shares":"1200.50","listed":{"year":1998}}'],
  ['SOLA', '{"sector":"Food","tags":[],"shares":"90","listed":{"year":2011}}'],
];

/** Symbol, date, open, high, low, close, adjusted close, volume. */
const sampleBars: readonly string[] = [
  'NRTH 2021-01-04 100 101.5 99.25 100.25 50.125 1000',
  'NRTH 2021-01-05 100.25 103 100 102.5 51.25 1500',
  'NRTH 2021-01-06 102.5 102.75 95 95.5 47.75 4000',
  'NRTH 2021-01-07 95.5 98 94 97.5 48.75 2500',
  'NRTH 2021-01-08 97.5 104.5 97.5 104 52 3000',
  'NRTH 2021-01-11 104 104 101 101 50.5 800',
  'SOLA 2021-01-04 9.5 9.9 9.4 9.8 9.8 70000',
  'SOLA 2021-01-05 9.8 10.4 9.8 10.3 10.3 120000',
  'SOLA 2021-01-06 10.3 10.3 9.9 10.1 10.1 65000',
  'SOLA 2021-01-08 10.1 10.2 9.1 9.2 9.2 98000',
  'SOLA 2021-01-11 9.2 9.6 9.2 9.6 9.6 54000',
  'TIDE 2020-12-30 1000 1010.1 999.9 1005.05 - 12345678901234567890',
  'TIDE 2020-12-31 1005.05 1011 1005 1010.1 - 300',
  'TIDE 2021-01-04 1010.1 1010.1 990 991 - 0',
];

/** The other provider differs in one bar, and has a day that the first lacks. */
const tapeBars: readonly string[] = [
  'NRTH 2021-01-05 100.25 103 100 102.55 51.275 1499',
  'SOLA 2021-01-07 10.1 10.2 10 10.15 10.15 1000',
];

function bars(lines: readonly string[]): readonly Values[] {
  return lines.map((line) => {
    const [symbol, date, open, high, low, close, adjusted, volume] = line.split(' ');
    const currency = symbol === 'SOLA' ? 'EUR' : 'USD';
    const adj_close = adjusted === '-' ? null : adjusted;
    const row = { symbol, date, open, high, low, close, adj_close, volume, currency, provisional: null };
    return { ...whole(row), provisional: date === '2021-01-11' };
  });
}

const dividends: readonly Values[] = [
  { symbol: 'NRTH', ex_date: '2020-11-02', amount: '0.1', currency: 'USD' },
  { symbol: 'NRTH', ex_date: '2021-01-06', amount: '0.2', currency: 'USD' },
  { symbol: 'TIDE', ex_date: '2020-12-15', amount: '12.125', currency: 'USD' },
];

const splits: readonly Values[] = [
  { symbol: 'NRTH', ex_date: '2021-01-11', numerator: '2', denominator: '1' },
];

const positions: readonly Values[] = [
  ['NRTH', '2021-01-08', '10', '950'],
  ['NRTH', '2021-01-11', '20', '950'],
  ['SOLA', '2021-01-11', '150.5', '1400.75'],
  ['TIDE', '2021-01-11', '0.125', null],
].map(([symbol = null, as_of = null, quantity = null, cost_basis = null]) => ({
  account_id: 'main',
  symbol,
  as_of,
  quantity,
  cost_basis,
  currency: symbol === 'SOLA' ? 'EUR' : 'USD',
}));

function whole(row: Readonly<Record<string, string | null | undefined>>): Values {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value ?? null]));
}
