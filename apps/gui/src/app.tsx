import { useQuery } from '@tanstack/react-query';
import { Route, Switch } from 'wouter';
import { useClient } from './api/client-context.tsx';
import { isSignedOut } from './api/problems.ts';
import { sessionQuery } from './api/queries.ts';
import { DataPage } from './pages/data.tsx';
import { NotFoundPage } from './pages/not-found.tsx';
import { OverviewPage } from './pages/overview.tsx';
import { PoliciesPage } from './pages/policies.tsx';
import { PolicyPage } from './pages/policy.tsx';
import { ReportPage } from './pages/report.tsx';
import { ReportsPage } from './pages/reports.tsx';
import { RunPage } from './pages/run.tsx';
import { RunsPage } from './pages/runs.tsx';
import { SchedulePage } from './pages/schedule.tsx';
import { SettingsPage } from './pages/settings.tsx';
import { SignInPage } from './pages/sign-in.tsx';
import { Answer } from './parts/answer.tsx';
import { Shell } from './parts/shell.tsx';

/** The whole GUI: a way in for who is signed out, the pages for who is signed in. */
export function App() {
  const session = useQuery(sessionQuery(useClient()));
  if (isSignedOut(session.error)) return <SignInPage />;
  if (session.data === undefined) {
    return (
      <main className="alone">
        <Answer query={session} what="your session" pageTitle="Daybook">
          {() => null}
        </Answer>
      </main>
    );
  }
  return (
    <Shell>
      <Switch>
        <Route path="/" component={OverviewPage} />
        <Route path="/approvals" component={PoliciesPage} />
        <Route path="/policies" component={PoliciesPage} />
        <Route path="/policies/:id">{({ id }) => <PolicyPage key={id} id={id} />}</Route>
        <Route path="/runs" component={RunsPage} />
        <Route path="/runs/:id">{({ id }) => <RunPage key={id} id={id} />}</Route>
        <Route path="/schedule" component={SchedulePage} />
        <Route path="/reports" component={ReportsPage} />
        <Route path="/reports/:id">{({ id }) => <ReportPage key={id} id={id} />}</Route>
        <Route path="/data" component={DataPage} />
        <Route path="/settings" component={SettingsPage} />
        <Route component={NotFoundPage} />
      </Switch>
    </Shell>
  );
}
