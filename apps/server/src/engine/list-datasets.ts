import type { DatasetDocument } from '@daybook/api-contract';
import {
  canonicalDataset,
  type DatasetName,
  datasetNames,
  isStoredDataset,
  type StoredDatasetName,
} from '@daybook/kernel';
import type { DatasetCatalogue, StoredDatasetSummary } from '@daybook/persistence';
import { datasetDescriptions } from './dataset-descriptions.ts';

/** Enough to see the form of a dataset. */
const sampleRows = 3;

export interface DatasetQuestion {
  /** @default all of them */
  readonly name?: string | undefined;
  /** Whether the newest rows come along: they are private, so nobody gets them by the way. */
  readonly withSample: boolean;
}

/** The datasets with their columns and what is stored of them, in the order of the contract; none for an unknown name. */
export async function listDatasets(
  catalogue: DatasetCatalogue,
  { name, withSample }: DatasetQuestion,
): Promise<readonly DatasetDocument[]> {
  const summaries = await catalogue.summaries();
  const asked = datasetNames.filter((known) => name === undefined || known === name);
  return Promise.all(
    asked.map(async (known) => {
      if (!isStoredDataset(known)) return unstored(known);
      const document = stored(known, summaries.get(known));
      if (!withSample) return document;
      const sample = await catalogue.newestRows(known, sampleRows);
      return { ...document, sample: sample.map((row) => ({ ...row })) };
    }),
  );
}

function unstored(name: DatasetName): DatasetDocument {
  const { description } = datasetDescriptions[name];
  const nothing = { rows: 0, symbols: null, from: null, until: null, loaded_at: null };
  return { name, all_providers: null, description, columns: [], key: [], stored: false, ...nothing };
}

function stored(name: StoredDatasetName, summary: StoredDatasetSummary | undefined): DatasetDocument {
  const { columns, key } = canonicalDataset(name);
  const { description, columns: words } = datasetDescriptions[name];
  const own = columns.map((column) => {
    const remark = words[column.name];
    const named = { name: column.name, type: column.kind };
    return remark === undefined ? named : { ...named, description: remark };
  });
  return {
    name,
    all_providers: `${name}_all`,
    description,
    columns: [...own, ...everywhere],
    key: [...key],
    stored: true,
    rows: summary?.rows ?? 0,
    symbols: summary?.symbols ?? null,
    from: summary?.from ?? null,
    until: summary?.until ?? null,
    loaded_at: summary?.loadedAt ?? null,
  };
}

/** The columns that every dataset has after its own. */
const everywhere: DatasetDocument['columns'] = [
  { name: 'provider', type: 'text', description: 'Where the row came from.' },
  {
    name: 'payload_sha256',
    type: 'text',
    description: 'The hash of the stored answer that the row was read from.',
  },
  { name: 'run_id', type: 'text', description: 'The run that wrote the row.' },
  { name: 'loaded_at', type: 'instant', description: 'When it did.' },
  {
    name: 'extra',
    type: 'json',
    description: "What the provider says beyond these columns, as JSON: extra ->> '$.name'.",
  },
];
