import type { PolicySummary } from '@daybook/api-contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { useClient } from '../api/client-context.tsx';
import { policiesQuery } from '../api/queries.ts';
import { useNow } from '../api/use-now.ts';
import { Answer } from '../parts/answer.tsx';
import { type Column, DataTable } from '../parts/data-table.tsx';
import { Empty } from '../parts/empty.tsx';
import { FirstPolicy } from '../parts/first-policy.tsx';
import { Moment } from '../parts/moment.tsx';
import { PageHeading } from '../parts/page-heading.tsx';
import { Section } from '../parts/section.tsx';
import { StateBadge } from '../parts/state-badge.tsx';
import { WaitingList } from '../parts/waiting-list.tsx';
import { waitsForApproval } from '../policy/standing.ts';
import { lookOfRun, standingLooks } from '../words/looks.ts';

/** What waits for a decision, then every policy. */
export function PoliciesPage() {
  const policies = useQuery(policiesQuery(useClient()));
  return (
    <>
      <PageHeading title="Approvals">
        <p className="lead">A policy runs only after you approved exactly what it does.</p>
      </PageHeading>
      <Answer query={policies} what="the policies">
        {(items) => (items.length === 0 ? <FirstPolicy /> : <Lists policies={items} />)}
      </Answer>
    </>
  );
}

function Lists({ policies }: { readonly policies: readonly PolicySummary[] }) {
  const now = useNow(30_000);
  const waiting = policies.filter(waitsForApproval);
  return (
    <>
      <Section title="Waiting for you">
        {waiting.length === 0 ? (
          <Empty title="Nothing waits for you." />
        ) : (
          <WaitingList policies={waiting} now={now} />
        )}
      </Section>
      <Section title="All policies">
        <DataTable label="All policies" columns={columnsAt(now)} rows={policies} keyOf={({ id }) => id} />
      </Section>
    </>
  );
}

function columnsAt(now: number): readonly Column<PolicySummary>[] {
  return [
    {
      head: 'Policy',
      kind: 'main',
      cell: ({ id, name, description }) => (
        <>
          <Link href={`/policies/${id}`}>
            <bdi>{name}</bdi>
          </Link>
          {description !== null && (
            <p className="cell-remark" dir="auto">
              {description}
            </p>
          )}
        </>
      ),
    },
    {
      head: 'Standing',
      cell: ({ standing, proposed_version }) => (
        <>
          <StateBadge look={standingLooks[standing]} />
          {proposed_version !== null && standing !== 'proposed' && (
            <p className="cell-remark">Version {proposed_version} waits</p>
          )}
        </>
      ),
    },
    { head: 'Schedule', cell: (policy) => <Schedule policy={policy} /> },
    {
      head: 'Next fire',
      cell: ({ next_fire, schedule }) =>
        next_fire === null ? (
          <span className="faint">–</span>
        ) : (
          <Moment at={next_fire.at} zone={schedule?.timezone ?? 'UTC'} now={now} />
        ),
    },
    {
      head: 'Last run',
      cell: ({ last_run }) =>
        last_run === null ? (
          <span className="faint">None yet</span>
        ) : (
          <Link href={`/runs/${last_run.id}`} className="quiet-link">
            <StateBadge look={lookOfRun(last_run.state)} />
            <Moment at={last_run.created_at} now={now} />
          </Link>
        ),
    },
  ];
}

function Schedule({ policy: { schedule, enabled } }: { readonly policy: PolicySummary }) {
  if (schedule === null) return <span className="faint">Only by hand</span>;
  return (
    <>
      {schedule.words} <span className="faint">{schedule.timezone}</span>
      {!enabled && <p className="cell-remark">Switched off</p>}
    </>
  );
}
