/** Every kind of canonical rows that a policy may name, in the order of the contract. */
export const datasetNames = [
  'instruments',
  'ohlcv',
  'bars_intraday',
  'quotes',
  'dividends',
  'splits',
  'news',
  'fx_rates',
  'rates',
  'filings',
  'fundamentals',
  'accounts',
  'transactions',
  'positions',
  'balances',
  'tax_lots',
  'watchlist',
] as const;

/** The name of a dataset; whether this release can store its rows tells `isStoredDataset`. */
export type DatasetName = (typeof datasetNames)[number];

const known: ReadonlySet<string> = new Set(datasetNames);

/** Whether a name is that of a dataset. */
export function isDatasetName(name: string): name is DatasetName {
  return known.has(name);
}
