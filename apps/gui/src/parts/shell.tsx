import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { useClient } from '../api/client-context.tsx';
import { policiesQuery } from '../api/queries.ts';
import { waitsForApproval } from '../policy/standing.ts';
import mark from '../daybook.svg';

interface Place {
  readonly href: string;
  readonly name: string;
  /** Pages that belong to it. */
  readonly covers: readonly string[];
}

const places: readonly Place[] = [
  { href: '/', name: 'Overview', covers: [] },
  { href: '/approvals', name: 'Approvals', covers: ['/approvals', '/policies'] },
  { href: '/runs', name: 'Runs', covers: ['/runs'] },
  { href: '/schedule', name: 'Schedule', covers: [] },
  { href: '/reports', name: 'Reports', covers: ['/reports'] },
  { href: '/data', name: 'Data', covers: [] },
  { href: '/settings', name: 'Settings', covers: ['/settings'] },
];

/** What surrounds every page: the way past the menu, the menu, the page itself. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const [location] = useLocation();
  const waiting = useQuery(policiesQuery(useClient())).data?.filter(waitsForApproval).length ?? 0;
  return (
    <div className="shell">
      <a className="skip" href="#page">
        Skip to the page
      </a>
      <header className="top">
        <Link href="/" className="brand">
          <img src={mark} alt="" width="22" height="22" />
          Daybook
        </Link>
        <nav aria-label="Pages">
          <ul className="menu">
            {places.map((place) => (
              <li key={place.href}>
                <Link href={place.href} aria-current={isIn(location, place) ? 'page' : undefined}>
                  {place.name}
                  {place.href === '/approvals' && waiting > 0 && (
                    <span className="count">
                      <span className="unseen">, </span>
                      {waiting}
                      <span className="unseen"> waiting</span>
                    </span>
                  )}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
      </header>
      <main id="page" className="page" tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}

function isIn(location: string, { href, covers }: Place): boolean {
  return location === href || covers.some((path) => location === path || location.startsWith(`${path}/`));
}
