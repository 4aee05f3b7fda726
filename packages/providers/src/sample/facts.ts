/**
 * What is planted in the sample data, at dates that never move: tests and documents point here. Everything is invented;
 * no ticker, exchange or account stands for a real one.
 */
export const sampleFacts = {
  symbols: ['NRTH', 'SOLA', 'TIDE', 'QRTZ', 'VLLM'],
  /** The invented exchange of all tickers. It closes at weekends, on 1 January, 1 May, 25 and 26 December. */
  exchange: 'XSMP',
  currency: 'USD',
  firstSession: '2020-01-02',
  /** A session is over, and its bar is there, from this time of its day in UTC. */
  sessionClose: '21:00:00.000Z',
  /** From the ex-date on, raw prices are half of what they were. */
  split: { symbol: 'SOLA', exDate: '2022-06-15', numerator: '2', denominator: '1' },
  /** Sessions without a bar, both ends inclusive. */
  gap: { symbol: 'QRTZ', from: '2023-03-06', until: '2023-03-10', sessions: 5 },
  /** Bars that no check may let through, with the rule that they break. */
  brokenBars: [
    { symbol: 'NRTH', date: '2020-03-10', rule: 'high_below_low' },
    { symbol: 'TIDE', date: '2020-04-07', rule: 'not_a_decimal' },
  ],
  /** They pay in March, June, September and December, ex on the first session from the 15th on. */
  dividendSymbols: ['TIDE', 'VLLM'],
  accountId: 'ACC-1',
} as const;

export type SampleSymbol = (typeof sampleFacts.symbols)[number];

export function isSampleSymbol(text: string): text is SampleSymbol {
  return sampleFacts.symbols.some((symbol) => symbol === text);
}
