import { type DeliveryDocument, routes } from '@daybook/api-contract';
import { Link } from 'wouter';
import { useChange } from '../api/use-change.ts';
import { artifactLink } from '../links.ts';
import { deliveryLooks } from '../words/looks.ts';
import { ActionButton } from './action-button.tsx';
import { type Column, DataTable } from './data-table.tsx';
import { Moment } from './moment.tsx';
import { ProblemNote } from './problem-note.tsx';
import { StateBadge } from './state-badge.tsx';

interface DeliveryTableProps {
  readonly deliveries: readonly DeliveryDocument[];
  /** Where the table stands: what is known there is not repeated. */
  readonly within: 'run' | 'report' | 'overview';
}

/** What was handed to whom. Where nobody knows whether it arrived, a person says so here. */
export function DeliveryTable({ deliveries, within }: DeliveryTableProps) {
  const columns: readonly Column<DeliveryDocument>[] = [
    {
      head: 'Recipient',
      kind: 'main',
      cell: ({ recipient, channel, artifact_id }) => (
        <>
          <span className="words">{recipient}</span>
          <p className="cell-remark">
            <a href={artifactLink(artifact_id, 'open')} target="_blank" rel="noreferrer">
              {channel === 'email' ? 'See the mail' : 'See the file'}
            </a>
          </p>
        </>
      ),
    },
    {
      head: 'Status',
      cell: ({ status, reason }) => (
        <>
          <StateBadge look={deliveryLooks[status]} />
          {reason !== null && <p className="cell-remark words">{reason}</p>}
        </>
      ),
    },
    {
      head: 'Report',
      cell: ({ report, report_id, version }) => (
        <Link href={`/reports/${report_id}?version=${version}`}>
          {report} <span className="faint">v{version}</span>
        </Link>
      ),
    },
    { head: 'Version', kind: 'number', cell: ({ version }) => version },
    { head: 'When', cell: ({ finished_at, claimed_at }) => <Moment at={finished_at ?? claimed_at} /> },
    {
      head: 'What became of it',
      kind: 'actions',
      cell: (delivery) => (delivery.status === 'unknown' ? <Resolve delivery={delivery} /> : null),
    },
  ];
  const shown = columns.filter(({ head }) => head !== (within === 'report' ? 'Report' : 'Version'));
  return <DataTable label="Deliveries" columns={shown} rows={deliveries} keyOf={({ id }) => id} />;
}

function Resolve({ delivery }: { readonly delivery: DeliveryDocument }) {
  const resolve = useChange(routes.resolveDelivery, { makesOld: ['deliveries', 'runs', 'notices'] });
  const say = (outcome: 'sent' | 'failed') => resolve.ask({ params: { id: delivery.id }, body: { outcome } });
  const asked = resolve.isUnderWay ? resolve.input?.body.outcome : undefined;
  const other = resolve.isUnderWay ? 'An answer is on its way' : null;
  return (
    <>
      <div className="buttons">
        <ActionButton
          onClick={() => say('sent')}
          isUnderWay={asked === 'sent'}
          hindrance={asked === 'failed' ? other : null}
          label={`It arrived: ${delivery.recipient}`}
        >
          It arrived
        </ActionButton>
        <ActionButton
          onClick={() => say('failed')}
          isUnderWay={asked === 'failed'}
          hindrance={asked === 'sent' ? other : null}
          label={`It did not arrive: ${delivery.recipient}`}
        >
          It did not arrive
        </ActionButton>
      </div>
      <p className="cell-remark">“It did not arrive” lets the next run send it again.</p>
      {resolve.problem !== null && <ProblemNote problem={resolve.problem} />}
    </>
  );
}
