import type { RawRow } from '@daybook/kernel';
import { type SampleSymbol, sampleFacts } from './facts.ts';

const names: Readonly<Record<SampleSymbol, string>> = {
  NRTH: 'Sample North',
  SOLA: 'Sample Solar',
  TIDE: 'Sample Tide',
  QRTZ: 'Sample Quartz',
  VLLM: 'Sample Vellum',
};

/** What a ticker is; the same at any time. */
export function instrument(symbol: SampleSymbol): RawRow {
  const { currency, exchange } = sampleFacts;
  return { symbol, name: names[symbol], type: 'stock', currency, exchange };
}

/** The one invented account. */
export function accounts(): readonly RawRow[] {
  return [{ id: sampleFacts.accountId, name: 'Sample account', currency: sampleFacts.currency }];
}

/** What the account holds after the last of the sessions; only the split ever changes it. */
export function positions(sessions: readonly string[]): readonly RawRow[] {
  const asOf = sessions.at(-1);
  if (asOf === undefined) return [];
  const held = (symbol: SampleSymbol, quantity: string, costBasis: string): RawRow => ({
    account_id: sampleFacts.accountId,
    symbol,
    as_of: asOf,
    quantity,
    cost_basis: costBasis,
    currency: sampleFacts.currency,
  });
  return [
    held('NRTH', '40', '9600.00'),
    held('SOLA', asOf < sampleFacts.split.exDate ? '25' : '50', '10250.00'),
    held('TIDE', '120.5', '22292.50'),
  ];
}
