import type { PolicySummary, RunSummary } from '@daybook/api-contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { useClient } from '../api/client-context.tsx';
import {
  deliveriesQuery,
  noticesQuery,
  policiesQuery,
  reportsQuery,
  scheduleQuery,
  troubledRunsQuery,
} from '../api/queries.ts';
import { useNow } from '../api/use-now.ts';
import { Answer } from '../parts/answer.tsx';
import { DeliveryTable } from '../parts/delivery-table.tsx';
import { Empty } from '../parts/empty.tsx';
import { FirstPolicy } from '../parts/first-policy.tsx';
import { Moment } from '../parts/moment.tsx';
import { NoticeList } from '../parts/notice-list.tsx';
import { PageHeading } from '../parts/page-heading.tsx';
import { RunTable } from '../parts/run-table.tsx';
import { Section } from '../parts/section.tsx';
import { WaitingList } from '../parts/waiting-list.tsx';
import { waitsForApproval } from '../policy/standing.ts';
import { failedLately } from '../run/failed-lately.ts';
import { comingRuns } from '../schedule/coming-runs.ts';
import { formatDay, ownZone } from '../words/time.ts';

/** What needs a person first, then what happens by itself. */
export function OverviewPage() {
  const policies = useQuery(policiesQuery(useClient()));
  const now = useNow(30_000);
  return (
    <>
      <PageHeading title="Overview">
        <p className="lead">{formatDay(new Date(now).toISOString(), ownZone())}</p>
      </PageHeading>
      <Notices now={now} />
      <UnknownDeliveries />
      <Answer query={policies} what="the policies">
        {(items) => (items.length === 0 ? <FirstPolicy /> : <Day policies={items} now={now} />)}
      </Answer>
    </>
  );
}

interface DayProps {
  readonly policies: readonly PolicySummary[];
  readonly now: number;
}

function Day({ policies, now }: DayProps) {
  const waiting = policies.filter(waitsForApproval);
  return (
    <>
      {waiting.length > 0 && (
        <Section title="Waiting for your approval">
          <WaitingList policies={waiting} now={now} />
        </Section>
      )}
      <FailedRuns now={now} />
      <div className="columns">
        <Coming policies={policies} now={now} />
        <NewestReports now={now} />
      </div>
    </>
  );
}

function Notices({ now }: { readonly now: number }) {
  const notices = useQuery(noticesQuery(useClient()));
  return (
    <Answer query={notices} what="the notices">
      {({ items }) =>
        items.length === 0 ? null : (
          <Section title="Notices">
            <NoticeList notices={items} now={now} />
          </Section>
        )
      }
    </Answer>
  );
}

function UnknownDeliveries() {
  const unknown = useQuery(deliveriesQuery(useClient(), { status: 'unknown' })).data?.items ?? [];
  if (unknown.length === 0) return null;
  return (
    <Section title="Did these arrive?" aside="Nobody recorded how they ended">
      <DeliveryTable deliveries={unknown} within="overview" />
    </Section>
  );
}

function FailedRuns({ now }: { readonly now: number }) {
  const runs = useQuery(troubledRunsQuery(useClient()));
  return (
    <Section title="Failed lately" aside={<Link href="/runs">All runs</Link>}>
      <Answer query={runs} what="the runs">
        {(items) => <FailedList runs={failedLately(items, now)} now={now} />}
      </Answer>
    </Section>
  );
}

function FailedList({ runs, now }: { readonly runs: readonly RunSummary[]; readonly now: number }) {
  if (runs.length === 0) return <Empty title="No run failed in the last seven days." />;
  return <RunTable label="Runs that failed lately" runs={runs} now={now} />;
}

function Coming({ policies, now }: DayProps) {
  const schedule = useQuery(scheduleQuery(useClient()));
  const zones = new Map(policies.map(({ id, schedule: own }) => [id, own?.timezone]));
  return (
    <Section title="Next 24 hours" aside={<Link href="/schedule">Whole month</Link>}>
      <Answer query={schedule} what="the schedule">
        {({ coming: fires, truncated }) => {
          const coming = comingRuns(fires);
          return coming.length === 0 ? (
            <Empty title="Nothing is due.">
              <p>Approved policies with a schedule that is switched on appear here.</p>
            </Empty>
          ) : (
            <>
              <ol className="rows">
                {coming.map(({ at, policy_id, policy_name }) => (
                  <li key={`${policy_id} ${at}`} className="row">
                    <Link href={`/policies/${policy_id}`}>
                      <bdi>{policy_name}</bdi>
                    </Link>
                    <Moment at={at} zone={zones.get(policy_id) ?? ownZone()} now={now} showsZone />
                  </li>
                ))}
              </ol>
              {truncated && <p className="faint">More is due than is listed.</p>}
            </>
          );
        }}
      </Answer>
    </Section>
  );
}

function NewestReports({ now }: { readonly now: number }) {
  const reports = useQuery(reportsQuery(useClient(), 5));
  return (
    <Section title="Newest reports" aside={<Link href="/reports">All reports</Link>}>
      <Answer query={reports} what="the reports">
        {({ items }) =>
          items.length === 0 ? (
            <Empty title="No reports yet.">
              <p>The first run of a policy with a report makes one.</p>
            </Empty>
          ) : (
            <ol className="rows">
              {items.map(({ id, title, newest }) => (
                <li key={id} className="row">
                  <Link href={`/reports/${id}`}>
                    <bdi>{title}</bdi>
                  </Link>
                  <Moment at={newest.as_of} now={now} />
                </li>
              ))}
            </ol>
          )
        }
      </Answer>
    </Section>
  );
}
