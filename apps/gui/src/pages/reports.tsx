import type { ReportSummary } from '@daybook/api-contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { useClient } from '../api/client-context.tsx';
import { reportsQuery } from '../api/queries.ts';
import { Answer } from '../parts/answer.tsx';
import { type Column, DataTable } from '../parts/data-table.tsx';
import { Empty } from '../parts/empty.tsx';
import { Moment } from '../parts/moment.tsx';
import { PageHeading } from '../parts/page-heading.tsx';

const columns: readonly Column<ReportSummary>[] = [
  {
    head: 'Report',
    kind: 'main',
    cell: ({ id, title, report }) => (
      <>
        <Link href={`/reports/${id}`}>
          <bdi>{title}</bdi>
        </Link>{' '}
        <code className="faint">{report}</code>
      </>
    ),
  },
  {
    head: 'Policy',
    cell: ({ policy_id, policy_name }) => (
      <Link href={`/policies/${policy_id}`}>
        <bdi>{policy_name}</bdi>
      </Link>
    ),
  },
  {
    head: 'Newest version for',
    cell: ({ newest }) => (
      <>
        <Moment at={newest.as_of} />
        {newest.empty && <p className="cell-remark">It has no rows</p>}
      </>
    ),
  },
  { head: 'Versions', kind: 'number', cell: ({ versions }) => versions.length },
];

/** All reports, the one with the newest version first. */
export function ReportsPage() {
  const reports = useQuery(reportsQuery(useClient()));
  return (
    <>
      <PageHeading title="Reports">
        <p className="lead">Each report keeps all its versions; one is added only when the data changed.</p>
      </PageHeading>
      <Answer query={reports} what="the reports">
        {({ items, next_cursor }) =>
          items.length === 0 ? (
            <Empty title="No reports yet.">
              <p>A policy with a step “store_report” makes one when it runs.</p>
            </Empty>
          ) : (
            <>
              <DataTable label="Reports" columns={columns} rows={items} keyOf={({ id }) => id} />
              {next_cursor !== null && (
                <p className="faint">Only the {items.length} newest are shown here.</p>
              )}
            </>
          )
        }
      </Answer>
    </>
  );
}
