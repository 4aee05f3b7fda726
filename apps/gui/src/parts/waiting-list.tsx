import type { PolicySummary } from '@daybook/api-contract';
import { Link } from 'wouter';
import { Icon } from './icon.tsx';
import { Moment } from './moment.tsx';

/** Policies of which a version waits, each a way to the decision. */
export function WaitingList({
  policies,
  now,
}: {
  readonly policies: readonly PolicySummary[];
  readonly now: number;
}) {
  return (
    <ul className="cards">
      {policies.map(({ id, name, description, proposed_version, approved_version, updated_at }) => (
        <li key={id} className="card tone-warn">
          <Icon name="waiting" />
          <div className="card-words">
            <Link href={`/policies/${id}`} className="card-title">
              <bdi>{name}</bdi>
            </Link>
            {description !== null && <p dir="auto">{description}</p>}
            <p className="faint">
              {approved_version === null
                ? `Version ${proposed_version}, a new policy`
                : `Version ${proposed_version} in place of version ${approved_version}, which runs until you decide`}
              {' · '}
              <Moment at={updated_at} now={now} />
            </p>
          </div>
          <Link href={`/policies/${id}`} className="button button-main" aria-label={`Review ${name}`}>
            Review
          </Link>
        </li>
      ))}
    </ul>
  );
}
