import type { PolicyDetail } from '@daybook/api-contract';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { useClient } from '../api/client-context.tsx';
import { policyQuery } from '../api/queries.ts';
import { useNow } from '../api/use-now.ts';
import { Answer } from '../parts/answer.tsx';
import { Note } from '../parts/note.tsx';
import { PageHeading } from '../parts/page-heading.tsx';
import { PolicyActions } from '../parts/policy-actions.tsx';
import { PolicyChanges } from '../parts/policy-changes.tsx';
import { PolicyDecision } from '../parts/policy-decision.tsx';
import { PolicyDocument } from '../parts/policy-document.tsx';
import { PolicyPlanView } from '../parts/policy-plan-view.tsx';
import { PolicySchedule } from '../parts/policy-schedule.tsx';
import { StateBadge } from '../parts/state-badge.tsx';
import { versionToDecide } from '../policy/version-to-decide.ts';
import { standingLooks } from '../words/looks.ts';

/** One policy: what it does, when, what would change, and the decision. */
export function PolicyPage({ id }: { readonly id: string }) {
  const policy = useQuery(policyQuery(useClient(), id));
  return (
    <Answer query={policy} what="the policy" pageTitle="Policy">
      {(fresh) => <Steady fresh={fresh} />}
    </Answer>
  );
}

/**
 * Keeps showing the version that the person began to read: a newer one must not slip under their eyes, or under the button
 * that approves.
 */
function Steady({ fresh }: { readonly fresh: PolicyDetail }) {
  const [begun, setBegun] = useState(fresh);
  const isNewer =
    fresh.version.version !== begun.version.version || fresh.version.hash !== begun.version.hash;
  return (
    <>
      {isNewer && (
        <Note tone="warn" icon="warning" role="alert" title="It changed while you were looking">
          <p>
            Version {fresh.version.version} is newer than version {begun.version.version}, which this page
            shows. Look at it before you decide.
          </p>
          <button type="button" className="button" onClick={() => setBegun(fresh)}>
            Show the newest version
          </button>
        </Note>
      )}
      <PolicyView policy={isNewer ? begun : fresh} isOld={isNewer} />
    </>
  );
}

function PolicyView({ policy, isOld }: { readonly policy: PolicyDetail; readonly isOld: boolean }) {
  const now = useNow(30_000);
  const waiting = versionToDecide(policy);
  return (
    <>
      <PageHeading
        title={policy.name}
        kicker={<Link href="/approvals">Approvals</Link>}
        actions={<PolicyActions policy={policy} />}
      >
        {policy.description !== null && (
          <p className="lead" dir="auto">
            {policy.description}
          </p>
        )}
        <p className="facts-line">
          <StateBadge look={standingLooks[policy.standing]} />
          <span>{describeVersions(policy)}</span>
        </p>
      </PageHeading>
      {policy.issues.length > 0 && (
        <Note
          tone="warn"
          icon="warning"
          title={waiting === null ? 'Worth knowing' : 'Worth knowing before you decide'}
        >
          <ul>
            {policy.issues.map(({ pointer, message }) => (
              <li key={`${pointer} ${message}`}>
                {message} {pointer !== '' && <code>{pointer}</code>}
              </li>
            ))}
          </ul>
        </Note>
      )}
      <PolicyPlanView plan={policy.plan} />
      <PolicySchedule policy={policy} now={now} />
      <PolicyChanges policy={policy} />
      <PolicyDocument policy={policy} />
      {waiting !== null && <PolicyDecision policy={policy} waiting={waiting} isOld={isOld} />}
    </>
  );
}

function describeVersions({ version, approved, needs_renewal }: PolicyDetail): string {
  if (needs_renewal) return 'A new release of Daybook changed what it does: it needs your approval anew.';
  if (approved === null) return `Version ${version.version}; no version is approved, so nothing runs.`;
  if (approved.version === version.version) return `Version ${version.version} runs.`;
  return `Version ${approved.version} runs; version ${version.version} is ${version.verdict}.`;
}
