import { Link } from 'wouter';
import { PageHeading } from '../parts/page-heading.tsx';

/** No page has this address. */
export function NotFoundPage() {
  return (
    <PageHeading title="No such page">
      <p>
        Nothing is at this address. <Link href="/">Go to the overview</Link>
      </p>
    </PageHeading>
  );
}
