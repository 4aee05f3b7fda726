import { runStates, type RunSummary } from '@daybook/api-contract';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'wouter';
import { useClient } from '../api/client-context.tsx';
import { policiesQuery, runsQuery } from '../api/queries.ts';
import { useNow } from '../api/use-now.ts';
import { ActionButton } from '../parts/action-button.tsx';
import { Answer } from '../parts/answer.tsx';
import { Empty } from '../parts/empty.tsx';
import { Field } from '../parts/field.tsx';
import { PageHeading } from '../parts/page-heading.tsx';
import { RunTable } from '../parts/run-table.tsx';
import { readRunFilter, type RunFilter } from '../run/run-filter.ts';
import { hasEnded } from '../run/apply-run-event.ts';
import { counted } from '../words/amounts.ts';
import { runLooks } from '../words/looks.ts';
import { ownZone } from '../words/time.ts';

/** All runs, newest first; what they are narrowed to stands in the address. */
export function RunsPage() {
  const [search, setSearch] = useSearchParams();
  const filter = readRunFilter(search);
  const runs = useInfiniteQuery(runsQuery(useClient(), filter));
  const narrow = (name: 'state' | 'policy', value: string) => {
    const next = new URLSearchParams(search);
    if (value === '') next.delete(name);
    else next.set(name, value);
    setSearch(next, { replace: true });
  };
  return (
    <>
      <PageHeading title="Runs">
        <p className="lead">Times in {ownZone()}; point at one to see it in UTC.</p>
      </PageHeading>
      <Filters filter={filter} narrow={narrow} />
      <Answer query={runs} what="the runs">
        {({ pages }) => (
          <>
            <List runs={pages.flatMap(({ items }) => items)} isNarrowed={Object.keys(filter).length > 0} />
            {runs.hasNextPage && (
              <div className="buttons buttons-middle">
                <ActionButton onClick={() => void runs.fetchNextPage()} isUnderWay={runs.isFetchingNextPage}>
                  Load more
                </ActionButton>
              </div>
            )}
          </>
        )}
      </Answer>
    </>
  );
}

function List({ runs, isNarrowed }: { readonly runs: readonly RunSummary[]; readonly isNarrowed: boolean }) {
  const isMoving = runs.some(({ state }) => !hasEnded(state));
  const now = useNow(isMoving ? 1_000 : 30_000);
  if (runs.length === 0) {
    return isNarrowed ? (
      <Empty title="No run is like that.">
        <p>Choose another state or policy.</p>
      </Empty>
    ) : (
      <Empty title="Nothing has run yet.">
        <p>An approved policy runs on its schedule, or when you press “Run now” on its page.</p>
      </Empty>
    );
  }
  return (
    <>
      <p className="unseen" role="status">
        {counted(runs.length, 'run')} shown
      </p>
      <RunTable label="Runs" runs={runs} now={now} />
    </>
  );
}

interface FiltersProps {
  readonly filter: RunFilter;
  readonly narrow: (name: 'state' | 'policy', value: string) => void;
}

function Filters({ filter, narrow }: FiltersProps) {
  const policies = useQuery(policiesQuery(useClient())).data ?? [];
  return (
    <search className="filters">
      <Field label="State">
        {(attributes) => (
          <select
            {...attributes}
            value={filter.state ?? ''}
            onChange={(event) => narrow('state', event.target.value)}
          >
            <option value="">Any state</option>
            {runStates.map((state) => (
              <option key={state} value={state}>
                {runLooks[state].text}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label="Policy">
        {(attributes) => (
          <select
            {...attributes}
            value={filter.policy_id ?? ''}
            onChange={(event) => narrow('policy', event.target.value)}
          >
            <option value="">Any policy</option>
            {policies.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        )}
      </Field>
    </search>
  );
}
