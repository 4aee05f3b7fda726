import type { DatasetName } from '@daybook/kernel';

/** What a dataset is, and what its columns hold where the name does not say it all. */
export interface DatasetDescription {
  readonly description: string;
  readonly columns: Readonly<Record<string, string>>;
}

/** For people and agents who write SQL. */
export const datasetDescriptions: Readonly<Record<DatasetName, DatasetDescription>> = {
  instruments: {
    description: 'What is traded: one row a symbol.',
    columns: { symbol: "The vendor's symbol, as asked for.", type: 'Such as stock, etf or index.' },
  },
  ohlcv: {
    description: 'Daily bars: one row a symbol and trading day.',
    columns: {
      date: "The trading day on the exchange's calendar; the UTC day for markets that never close.",
      adj_close: 'The close, adjusted for later splits and dividends, where the provider gives it.',
      provisional: '1 while the day was not over when the bar was fetched.',
    },
  },
  bars_intraday: {
    description: 'Bars within the day: one row a symbol and start of the bar.',
    columns: { ts: 'When the bar begins.' },
  },
  quotes: {
    description: 'Prices at an instant: one row a symbol and instant.',
    columns: { change_pct: 'In percent.' },
  },
  dividends: {
    description: 'Dividends: one row a symbol and ex-date.',
    columns: { amount: 'For one share.' },
  },
  splits: {
    description: 'Splits: one row a symbol and ex-date.',
    columns: { numerator: 'So many new shares …', denominator: '… for so many old ones.' },
  },
  news: { description: 'Headlines: one row an article.', columns: {} },
  fx_rates: {
    description: 'Exchange rates: one row a pair of currencies and day.',
    columns: { rate: 'So much of the quote currency for one of the base.' },
  },
  rates: { description: 'Interest rates and other series: one row a series and day.', columns: {} },
  filings: { description: 'Filings of companies: one row a filing.', columns: {} },
  fundamentals: {
    description: 'Figures out of the filings of companies: one row a concept, unit and period.',
    columns: {},
  },
  accounts: { description: 'Your accounts.', columns: {} },
  transactions: { description: 'What happened in your accounts: one row a transaction.', columns: {} },
  positions: {
    description: 'What your accounts hold: one row an account, symbol and day of the statement.',
    columns: {
      as_of: 'The day that the statement is for.',
      cost_basis: 'What was paid for the whole position.',
    },
  },
  balances: { description: 'Cash in your accounts: one row an account, day and currency.', columns: {} },
  tax_lots: { description: 'Open lots of your positions: one row a lot.', columns: {} },
  watchlist: { description: 'Symbols that you watch.', columns: {} },
};
