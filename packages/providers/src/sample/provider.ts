import {
  canonicalDataset,
  type StoredDatasetName,
  EngineError,
  type FieldMapping,
  type RawRow,
} from '@daybook/kernel';
import type { LoadedEntity, LoadRequest, Provider, ProviderDataset } from '@daybook/stages-fetch';
import { parseJsonRecords } from '../json-records.ts';
import { decodeText } from '../payload-text.ts';
import { dividends, splits } from './corporate-actions.ts';
import { dailyBars } from './daily-bars.ts';
import { isSampleSymbol, type SampleSymbol, sampleFacts } from './facts.ts';
import { accounts, instrument, positions } from './reference-data.ts';
import { sessionsUpTo } from './sessions.ts';

/**
 * Built-in invented data, never stale and without a network: the same rows on every machine, up to the run's instant.
 * A later instant only appends. What is planted in it stands in {@link sampleFacts}.
 */
export function createSampleProvider(): Provider {
  return {
    id: 'sample',
    summary: `Built-in invented data from ${sampleFacts.firstSession} on, for ${sampleFacts.symbols.join(', ')}.`,
    datasets: [
      symbolDataset({
        dataset: 'instruments',
        symbols: sampleFacts.symbols,
        rows: (symbol) => [instrument(symbol)],
      }),
      symbolDataset({
        dataset: 'ohlcv',
        symbols: sampleFacts.symbols,
        dateField: 'date',
        rows: dailyBars,
        // Adjusted closes of the past would change at the split, and what was handed out must stay.
        mapping: { ...sameNames('ohlcv', ['adj_close']), provisional: { value: 'false' } },
      }),
      symbolDataset({
        dataset: 'dividends',
        symbols: sampleFacts.dividendSymbols,
        dateField: 'ex_date',
        rows: dividends,
      }),
      symbolDataset({
        dataset: 'splits',
        symbols: [sampleFacts.split.symbol],
        dateField: 'ex_date',
        rows: splits,
      }),
      accountDataset('accounts', accounts),
      accountDataset('positions', positions),
    ],
  };
}

interface SymbolDataset {
  readonly dataset: StoredDatasetName;
  /** Those with rows of their own, answered when criteria name none. */
  readonly symbols: readonly SampleSymbol[];
  /** The field that a range narrows; absent where rows have no date. */
  readonly dateField?: string;
  /** @default every column from the field of its own name */
  readonly mapping?: FieldMapping;
  rows(symbol: SampleSymbol, sessions: readonly string[]): readonly RawRow[];
}

function symbolDataset({ dataset, symbols, dateField, mapping, rows }: SymbolDataset): ProviderDataset {
  return {
    dataset,
    criteria: 'symbols',
    withoutEntities: 'all',
    range: dateField === undefined ? 'none' : 'days',
    async load(request: LoadRequest) {
      request.signal.throwIfAborted();
      const sessions = sessionsUpTo(request.asOf);
      const entities = request.entities.length === 0 ? symbols : request.entities;
      return entities.map((entity) => {
        if (!isSampleSymbol(entity)) return unknownSymbol(entity);
        const all = rows(entity, sessions);
        return toAnswer(dataset, entity, dateField === undefined ? all : within(all, dateField, request));
      });
    },
    parse: ({ bytes, entityKey }) => parseJsonRecords(decodeText(bytes, entityKey), entityKey),
    mapping: mapping ?? sameNames(dataset),
  };
}

function accountDataset(
  dataset: StoredDatasetName,
  rows: (sessions: readonly string[]) => readonly RawRow[],
): ProviderDataset {
  return {
    dataset,
    criteria: 'none',
    withoutEntities: 'all',
    range: 'none',
    async load({ asOf, signal }: LoadRequest) {
      signal.throwIfAborted();
      return [toAnswer(dataset, sampleFacts.accountId, rows(sessionsUpTo(asOf)))];
    },
    parse: ({ bytes, entityKey }) => parseJsonRecords(decodeText(bytes, entityKey), entityKey),
    mapping: sameNames(dataset),
  };
}

function within(rows: readonly RawRow[], dateField: string, { from, until }: LoadRequest): readonly RawRow[] {
  return rows.filter((row) => {
    const date = String(row[dateField]);
    return (from === undefined || date >= from) && (until === undefined || date <= until);
  });
}

function toAnswer(dataset: StoredDatasetName, entityKey: string, rows: readonly RawRow[]): LoadedEntity {
  if (rows.length === 0)
    return { kind: 'nothing', entityKey, reason: `there are no ${dataset} in that time.` };
  const bytes = new TextEncoder().encode(JSON.stringify(rows));
  return {
    kind: 'payload',
    entityKey,
    payload: { bytes, contentType: 'application/json', source: `sample:${dataset}/${entityKey}` },
  };
}

function unknownSymbol(entityKey: string): LoadedEntity {
  const known = sampleFacts.symbols.join(', ');
  return {
    kind: 'failed',
    entityKey,
    error: new EngineError(
      'provider.not-found',
      `"sample" knows no symbol "${entityKey}"; it knows ${known}.`,
    ),
  };
}

function sameNames(dataset: StoredDatasetName, without: readonly string[] = []): FieldMapping {
  return Object.fromEntries(
    canonicalDataset(dataset)
      .columns.filter(({ name }) => !without.includes(name))
      .map(({ name }) => [name, { field: name }]),
  );
}
