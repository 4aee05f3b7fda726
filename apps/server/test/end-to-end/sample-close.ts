import { parseInstant } from '@daybook/kernel';
import { createSampleProvider } from '@daybook/providers';

/** The close of a sample ticker on a day, as its provider hands it out, in the spelling of a report. */
export async function lastSampleClose(symbol: string, date: string): Promise<string> {
  const bars = createSampleProvider().datasets.find(({ dataset }) => dataset === 'ohlcv');
  const asOf = parseInstant(`${date}T23:00:00Z`);
  if (bars === undefined || asOf === undefined) throw new Error('no sample bars');
  const [loaded] = await bars.load({
    entities: [symbol],
    asOf,
    signal: new AbortController().signal,
  });
  if (loaded?.kind !== 'payload') throw new Error(`no bars of ${symbol}`);
  const rows = JSON.parse(new TextDecoder().decode(loaded.payload.bytes)) as {
    date: string;
    close: string;
  }[];
  const close = rows.find((row) => row.date === date)?.close ?? '';
  return close.replace(/\B(?=(\d{3})+\.)/, ',');
}
