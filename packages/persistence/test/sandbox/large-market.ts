import { type CanonicalRow, sha256, toInstant, toRunId } from '@daybook/kernel';
import { createRowStore, type Database } from '@daybook/persistence';

const symbols = 50;
const days = 1000;
const dayMs = 86_400_000;

/** 50,000 bars: every day from 2000-01-01 on of fifty symbols, each on a walk of its own. */
export async function storeLargeMarket(database: Database): Promise<void> {
  const store = createRowStore(database);
  for (let symbol = 0; symbol < symbols; symbol += 5) {
    const rows = [0, 1, 2, 3, 4].flatMap((offset) => barsOf(symbol + offset));
    await store.write({
      dataset: 'ohlcv',
      provider: 'sample',
      write: 'merge',
      rows,
      quarantined: [],
      runId: toRunId('run_1'),
      stepId: 'load',
      loadedAt: toInstant(Date.UTC(2021, 0, 12)),
    });
  }
}

function barsOf(number: number): readonly CanonicalRow[] {
  const payloadSha256 = sha256(`bars of ${number}`);
  let cents = 1_000 + number * 377;
  return Array.from({ length: days }, (_, day) => {
    // A walk without a source of chance: the same on every machine.
    cents = Math.max(200, cents + ((day * 7919 + number * 104_729) % 41) - 20);
    const date = new Date(Date.UTC(2000, 0, 1) + day * dayMs).toISOString().slice(0, 10);
    const values = {
      symbol: `S${String(number).padStart(2, '0')}`,
      date,
      open: decimal(cents - 3),
      high: decimal(cents + 12),
      low: decimal(cents - 11),
      close: decimal(cents),
      adj_close: null,
      volume: String(1000 + ((day * 31 + number * 17) % 9000) * 100),
      currency: 'USD',
      provisional: null,
    };
    return { values, payloadSha256 };
  });
}

/** Hundredths in canonical spelling. */
function decimal(cents: number): string {
  return String(cents / 100);
}
