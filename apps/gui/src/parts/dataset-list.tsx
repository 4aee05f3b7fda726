import type { DatasetDocument } from '@daybook/api-contract';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useClient } from '../api/client-context.tsx';
import { datasetQuery } from '../api/queries.ts';
import { ownColumns } from '../data/first-query.ts';
import { Answer } from './answer.tsx';
import { type Column, DataTable } from './data-table.tsx';
import { Moment } from './moment.tsx';
import { ResultTable } from './result-table.tsx';

interface DatasetListProps {
  readonly datasets: readonly DatasetDocument[];
  /** A person wants to look into that dataset. */
  readonly onQuery: (dataset: DatasetDocument) => void;
}

/** The stored datasets, those with rows first; each opens on demand. */
export function DatasetList({ datasets, onQuery }: DatasetListProps) {
  const filled = datasets.filter(({ rows }) => rows > 0);
  const empty = datasets.filter(({ rows }) => rows === 0);
  return [...filled, ...empty].map((dataset) => (
    <Dataset key={dataset.name} dataset={dataset} onQuery={() => onQuery(dataset)} />
  ));
}

interface DatasetProps {
  readonly dataset: DatasetDocument;
  readonly onQuery: () => void;
}

function Dataset({ dataset, onQuery }: DatasetProps) {
  const [isOpen, setOpen] = useState(false);
  const { name, description, rows, from, until } = dataset;
  return (
    <details className="dataset" open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <code>{name}</code>{' '}
        <span className="dataset-amount">
          {rows === 0
            ? 'No rows yet'
            : `${rows.toLocaleString('en-US')} ${rows === 1 ? 'row' : 'rows'}${describeRange(from, until)}`}
        </span>
        <span className="dataset-words">{description}</span>
      </summary>
      {isOpen && <DatasetDetail dataset={dataset} onQuery={onQuery} />}
    </details>
  );
}

function describeRange(from: string | null, until: string | null): string {
  if (from === null || until === null) return '';
  const [first, last] = [from.slice(0, 10), until.slice(0, 10)];
  return first === last ? `, ${first}` : `, ${first} to ${last}`;
}

const columns: readonly Column<DatasetDocument['columns'][number]>[] = [
  { head: 'Column', kind: 'main', cell: ({ name }) => <code>{name}</code> },
  { head: 'Type', cell: ({ type }) => type },
  { head: 'Holds', cell: ({ description }) => description ?? null },
];

function DatasetDetail({ dataset, onQuery }: DatasetProps) {
  const { name, key, all_providers: all, loaded_at: loadedAt } = dataset;
  const found = useQuery(datasetQuery(useClient(), name));
  return (
    <div className="dataset-detail">
      <p>
        One row for each {key.join(', ')}. <code>{all}</code> has the rows of every provider.
        {loadedAt !== null && (
          <>
            {' '}
            Last loaded <Moment at={loadedAt} />.
          </>
        )}
      </p>
      <button type="button" className="button button-small" onClick={onQuery}>
        Query {name}
      </button>
      <DataTable
        label={`Columns of ${name}`}
        columns={columns}
        rows={dataset.columns}
        keyOf={(row) => row.name}
      />
      <Answer query={found} what="the newest rows">
        {(shown) => <Newest dataset={shown ?? dataset} />}
      </Answer>
    </div>
  );
}

function Newest({ dataset }: { readonly dataset: DatasetDocument }) {
  const { name, sample = [], columns: all } = dataset;
  if (sample.length === 0) return null;
  return (
    <>
      <h3>The newest rows</h3>
      <ResultTable
        label={`The newest rows of ${name}`}
        result={{ columns: [...ownColumns(all), { name: 'provider', type: 'text' }], rows: sample }}
      />
    </>
  );
}
