import type { RunSummary } from '@daybook/api-contract';
import { Link } from 'wouter';
import { runDuration } from '../run/apply-run-event.ts';
import { formatDuration } from '../words/duration.ts';
import { causeWords, runLooks } from '../words/looks.ts';
import { type Column, DataTable } from './data-table.tsx';
import { Moment } from './moment.tsx';
import { StateBadge } from './state-badge.tsx';

interface RunTableProps {
  readonly label: string;
  readonly runs: readonly RunSummary[];
  readonly now: number;
}

/** Runs as rows; the policy's name leads to the run. */
export function RunTable({ label, runs, now }: RunTableProps) {
  const columns: readonly Column<RunSummary>[] = [
    {
      head: 'Policy',
      kind: 'main',
      cell: (run) => (
        <Link href={`/runs/${run.id}`}>
          <bdi>{run.policy_name}</bdi> <span className="faint">v{run.policy_version}</span>
        </Link>
      ),
    },
    { head: 'State', cell: ({ state }) => <StateBadge look={runLooks[state]} /> },
    {
      head: 'Cause',
      cell: ({ cause, actor }) => (
        <>
          {causeWords[cause]} <span className="faint words">{actor}</span>
        </>
      ),
    },
    {
      head: 'Started',
      cell: ({ started_at, created_at }) => <Moment at={started_at ?? created_at} now={now} />,
    },
    {
      head: 'Duration',
      kind: 'number',
      cell: (run) => {
        const ms = runDuration(run, now);
        return ms === null ? '–' : formatDuration(ms);
      },
    },
  ];
  return <DataTable label={label} columns={columns} rows={runs} keyOf={({ id }) => id} />;
}
