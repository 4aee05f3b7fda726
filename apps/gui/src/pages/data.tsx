import type { DatasetDocument } from '@daybook/api-contract';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useClient } from '../api/client-context.tsx';
import { datasetsQuery, sqlRulesQuery } from '../api/queries.ts';
import { firstQuery } from '../data/first-query.ts';
import { Answer } from '../parts/answer.tsx';
import { DatasetList } from '../parts/dataset-list.tsx';
import { FunctionList } from '../parts/function-list.tsx';
import { PageHeading } from '../parts/page-heading.tsx';
import { QueryBox } from '../parts/query-box.tsx';
import { Section } from '../parts/section.tsx';

/** What is stored, and a place to ask it something. */
export function DataPage() {
  const client = useClient();
  const datasets = useQuery(datasetsQuery(client));
  const rules = useQuery(sqlRulesQuery(client));
  const [sql, setSql] = useState('');
  const box = useRef<HTMLDivElement>(null);
  const lookInto = (dataset: DatasetDocument) => {
    setSql(firstQuery(dataset));
    box.current?.querySelector('textarea')?.focus();
  };
  return (
    <>
      <PageHeading title="Data">
        <p className="lead">
          Everything that policies have stored. Queries only read, and see nothing but these datasets.
        </p>
      </PageHeading>
      <Section title="Ask">
        <div ref={box}>
          <QueryBox sql={sql} onChange={setSql} />
        </div>
      </Section>
      <Section title="Datasets">
        <Answer query={datasets} what="the datasets">
          {({ items }) => <DatasetList datasets={items.filter(({ stored }) => stored)} onQuery={lookInto} />}
        </Answer>
      </Section>
      <Section title="Functions">
        <Answer query={rules} what="the functions">
          {({ functions }) => <FunctionList functions={functions} />}
        </Answer>
      </Section>
    </>
  );
}
