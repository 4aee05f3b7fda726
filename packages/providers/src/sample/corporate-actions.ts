import type { RawRow } from '@daybook/kernel';
import { type SampleSymbol, sampleFacts } from './facts.ts';
import { sessionFrom } from './sessions.ts';

/** What each payer distributed a share in 2020, in cents; a cent more every year. */
const firstDividends: Readonly<Partial<Record<SampleSymbol, number>>> = { TIDE: 35, VLLM: 110 };

const payingMonths = ['03', '06', '09', '12'] as const;

/** The dividends of a ticker whose ex-date is one of the sessions, oldest first. */
export function dividends(symbol: SampleSymbol, sessions: readonly string[]): readonly RawRow[] {
  const first = firstDividends[symbol];
  const newest = sessions.at(-1);
  if (first === undefined || newest === undefined) return [];
  const rows: RawRow[] = [];
  const firstYear = Number(sampleFacts.firstSession.slice(0, 4));
  for (let year = firstYear; year <= Number(newest.slice(0, 4)); year += 1) {
    const cents = first + year - firstYear;
    const amount = `${Math.trunc(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
    for (const month of payingMonths) {
      const exDate = sessionFrom(`${year}-${month}-15`);
      if (exDate <= newest) rows.push({ symbol, ex_date: exDate, amount, currency: sampleFacts.currency });
    }
  }
  return rows;
}

/** The splits of a ticker whose ex-date is one of the sessions. */
export function splits(symbol: SampleSymbol, sessions: readonly string[]): readonly RawRow[] {
  const { split } = sampleFacts;
  if (symbol !== split.symbol || !sessions.includes(split.exDate)) return [];
  return [{ symbol, ex_date: split.exDate, numerator: split.numerator, denominator: split.denominator }];
}
