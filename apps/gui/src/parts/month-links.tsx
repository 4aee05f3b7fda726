import { Link } from 'wouter';
import { addMonths, nameMonth } from '../schedule/month.ts';

interface MonthLinksProps {
  readonly month: string;
  readonly thisMonth: string;
}

/** The ways to other months. */
export function MonthLinks({ month, thisMonth }: MonthLinksProps) {
  const previous = addMonths(month, -1);
  const next = addMonths(month, 1);
  return (
    <nav className="buttons" aria-label="Months">
      <Link
        href={`/schedule?month=${previous}`}
        className="button button-small"
        aria-label={`Previous month, ${nameMonth(previous)}`}
      >
        <span aria-hidden="true">‹</span> Previous
      </Link>
      <Link
        href="/schedule"
        className="button button-small"
        aria-current={month === thisMonth ? 'date' : undefined}
      >
        This month
      </Link>
      <Link
        href={`/schedule?month=${next}`}
        className="button button-small"
        aria-label={`Next month, ${nameMonth(next)}`}
      >
        Next <span aria-hidden="true">›</span>
      </Link>
    </nav>
  );
}
