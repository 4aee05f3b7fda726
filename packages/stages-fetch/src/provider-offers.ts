import { type DatasetName, datasetNames } from '@daybook/kernel';
import type { DatasetCapabilities } from './provider.ts';

/** What a provider offers, as policies are judged by it, whether its code is there yet or not. */
export interface ProviderOffer {
  /** As policies spell it. */
  readonly id: string;
  readonly datasets: readonly DatasetCapabilities[];
}

type Taking = Omit<DatasetCapabilities, 'dataset'>;

const named: Taking = { criteria: 'symbols', withoutEntities: 'refused', range: 'days' };
const namedOrAll: Taking = { ...named, withoutEntities: 'all' };
const undated: Taking = { ...namedOrAll, range: 'none' };
const whole: Taking = { criteria: 'none', withoutEntities: 'all', range: 'none' };
const inFiles: Taking = { criteria: 'files', withoutEntities: 'refused', range: 'none' };

const offering = (taking: Taking, ...datasets: readonly DatasetName[]): readonly DatasetCapabilities[] =>
  datasets.map((dataset) => ({ dataset, ...taking }));

/** The table provider × dataset. */
export const providerOffers: readonly ProviderOffer[] = [
  {
    id: 'sample',
    datasets: [
      ...offering(undated, 'instruments'),
      ...offering(namedOrAll, 'ohlcv', 'dividends', 'splits'),
      ...offering(whole, 'accounts', 'positions'),
    ],
  },
  { id: 'file', datasets: offering(inFiles, ...datasetNames) },
  {
    id: 'yahoo',
    datasets: offering(
      named,
      'ohlcv',
      'bars_intraday',
      'quotes',
      'dividends',
      'splits',
      'news',
      'fx_rates',
      'rates',
      'fundamentals',
    ),
  },
  { id: 'sec', datasets: offering(named, 'filings', 'fundamentals') },
  { id: 'ecb', datasets: offering(namedOrAll, 'fx_rates', 'rates') },
  { id: 'frankfurter', datasets: offering(namedOrAll, 'fx_rates') },
  { id: 'treasury', datasets: offering(namedOrAll, 'rates') },
  { id: 'fred', datasets: offering(named, 'fx_rates', 'rates') },
  { id: 'coingecko', datasets: offering(named, 'ohlcv', 'quotes') },
  { id: 'kraken', datasets: offering(named, 'ohlcv', 'bars_intraday', 'quotes', 'fx_rates') },
  { id: 'coinbase', datasets: offering(named, 'ohlcv', 'bars_intraday') },
  {
    id: 'alphavantage',
    datasets: [
      ...offering(named, 'ohlcv', 'quotes', 'fundamentals', 'fx_rates'),
      ...offering(namedOrAll, 'news', 'rates'),
    ],
  },
  {
    id: 'tiingo',
    datasets: [
      ...offering(named, 'ohlcv', 'quotes', 'fundamentals', 'fx_rates'),
      ...offering(namedOrAll, 'news'),
    ],
  },
  {
    id: 'massive',
    datasets: [
      ...offering(named, 'ohlcv', 'bars_intraday', 'quotes', 'fundamentals', 'fx_rates'),
      ...offering(namedOrAll, 'news'),
    ],
  },
  { id: 'boc', datasets: offering(namedOrAll, 'fx_rates') },
  { id: 'cnb', datasets: offering(namedOrAll, 'fx_rates') },
];

/** Other names of providers → the id that is meant. */
const aliases: ReadonlyMap<string, string> = new Map([['polygon', 'massive']]);

const byId: ReadonlyMap<string, ProviderOffer> = new Map(providerOffers.map((offer) => [offer.id, offer]));

/** Every name that `provider` may be, aliases last. */
export const providerNames: readonly string[] = [...byId.keys(), ...aliases.keys()];

/** What the provider of that id or alias offers; `undefined` when there is none. */
export function findOffer(provider: string): ProviderOffer | undefined {
  return byId.get(aliases.get(provider) ?? provider);
}

/** One dataset of that provider; `undefined` when it does not offer it. */
export function findOfferedDataset(provider: string, dataset: DatasetName): DatasetCapabilities | undefined {
  return findOffer(provider)?.datasets.find((offered) => offered.dataset === dataset);
}
