import { canonicalDataset, type CanonicalValue, parseInstant, sha256, toRunId } from '@daybook/kernel';
import { createRowStore, openDatabase } from '@daybook/persistence';

/** A daily bar as far as tests look at it. */
export interface SmallBar {
  readonly symbol: string;
  readonly date: string;
  readonly close: string;
}

/** Three bars whose closes a float would add up wrongly, and compare wrongly as text. */
export const smallBars: readonly SmallBar[] = [
  { symbol: 'NRTH', date: '2026-03-04', close: '9.1' },
  { symbol: 'NRTH', date: '2026-03-05', close: '10.2' },
  { symbol: 'TIDE', date: '2026-03-05', close: '100.00000000000000001' },
];

/** Stores bars in a database that may be open elsewhere. */
export async function storeBars(
  database: { readonly databaseFile: string; readonly key: Uint8Array },
  bars: readonly SmallBar[] = smallBars,
): Promise<void> {
  const opened = await openDatabase({ file: database.databaseFile, key: database.key });
  try {
    await createRowStore(opened).write({
      dataset: 'ohlcv',
      provider: 'sample',
      write: 'merge',
      rows: bars.map((bar) => ({ values: toValues(bar), payloadSha256: sha256('bars') })),
      quarantined: [],
      runId: toRunId('run_1'),
      stepId: 'bars',
      loadedAt: parseInstant('2026-03-06T20:00:00Z') ?? never(),
    });
  } finally {
    await opened.close();
  }
}

function toValues({ symbol, date, close }: SmallBar): Record<string, CanonicalValue> {
  const given: Record<string, CanonicalValue> = { symbol, date, open: close, high: close, low: close, close };
  return Object.fromEntries(canonicalDataset('ohlcv').columns.map(({ name }) => [name, given[name] ?? null]));
}

function never(): never {
  throw new Error('no instant');
}
