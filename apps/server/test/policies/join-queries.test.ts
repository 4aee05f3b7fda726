import {
  canonicalDataset,
  type ColumnKind,
  silentLogger,
  storedDatasetNames,
  toInstant,
  toPolicyId,
  toRunId,
} from '@daybook/kernel';
import { analyseQuery } from '@daybook/persistence';
import { createSampleProvider } from '@daybook/providers';
import { createFetchStep, createProviderRegistry } from '@daybook/stages-fetch';
import { createFixedSymbolDatabase, createMemoryPayloadStore } from '@daybook/stages-fetch/testing';
import { describe, expect, it } from '@jest/globals';

const valueOf: Readonly<Record<ColumnKind, string | number | boolean>> = {
  text: 'a',
  decimal: 1e-7,
  integer: 7,
  date: '2024-01-31',
  instant: '2024-01-31T12:00:00Z',
  flag: true,
};

const instrumentColumns = canonicalDataset('instruments').columns.map(({ name }) => name);
const joins = storedDatasetNames.flatMap((dataset) => {
  const { columns } = canonicalDataset(dataset);
  const where = Object.fromEntries(columns.map(({ name, kind }) => [name, valueOf[kind]]));
  const shared = columns.filter(({ name }) => instrumentColumns.includes(name));
  return shared.flatMap(({ name: on }) => [
    { dataset, on },
    { dataset, on, where },
  ]);
});

/** What the fetch step asks the database for a join. */
async function queryOf(join: object) {
  const database = createFixedSymbolDatabase();
  const step = createFetchStep({
    providers: createProviderRegistry([createSampleProvider()]),
    payloads: createMemoryPayloadStore(),
    database,
    clock: { now: () => toInstant(0), sleep: () => Promise.resolve() },
  });
  const criteria = { symbols: { type: 'db_join', ...join } };
  await step.run(
    { provider: 'sample', dataset: 'ohlcv', criteria },
    {
      runId: toRunId('run_1'),
      policyId: toPolicyId('pol_1'),
      stepId: 'prices',
      attempt: 1,
      asOf: toInstant(0),
      signal: new AbortController().signal,
      log: silentLogger,
    },
  );
  const [query] = Object.values(database.asked[0] ?? {});
  if (query === undefined) throw new Error('nothing was asked');
  return query;
}

describe('the query of a db_join', () => {
  it.each(joins)('is one that may run: $dataset on $on', async (join) => {
    const { sql, params } = await queryOf(join);
    const { columns, parameters } = analyseQuery(sql, params);
    expect(columns.map(({ name }) => name)).toEqual(['symbol']);
    expect(parameters).toEqual(Object.keys(params));
  });
});
