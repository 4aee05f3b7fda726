import { type PolicyDetail, type PolicyVersionDocument, type Problem, routes } from '@daybook/api-contract';
import { useChange } from '../api/use-change.ts';
import { ActionButton } from './action-button.tsx';
import { ProblemNote } from './problem-note.tsx';

interface PolicyDecisionProps {
  readonly policy: PolicyDetail;
  /** The version that the person reads. */
  readonly waiting: PolicyVersionDocument;
  /** Whether there is a newer one by now. */
  readonly isOld: boolean;
}

/** Approve or reject, always of exactly the hash that stands beside the buttons. */
export function PolicyDecision({ policy, waiting, isOld }: PolicyDecisionProps) {
  const makesOld = ['policies', 'schedule', 'notices'];
  const approve = useChange(routes.approvePolicy, { makesOld });
  const reject = useChange(routes.rejectPolicy, { makesOld });
  const { hash } = waiting;
  const hindrance = findHindrance(hash, isOld);
  const other = 'The other answer is on its way';
  const decide = (change: typeof approve) => {
    if (hash !== null) change.ask({ params: { id: policy.id }, body: { hash } });
  };
  return (
    <section className="decision" aria-label="Your decision">
      {approve.problem !== null && <Refusal problem={approve.problem} verb="approved" />}
      {reject.problem !== null && <Refusal problem={reject.problem} verb="rejected" />}
      <div className="decision-row">
        <p className="decision-words">
          <strong>Version {waiting.version}</strong> <code className="hash">{hash ?? 'no hash'}</code>
          {hindrance !== null && <span className="decision-hindrance">{hindrance}</span>}
        </p>
        <div className="buttons">
          <ActionButton
            kind="danger"
            onClick={() => decide(reject)}
            isUnderWay={reject.isUnderWay}
            hindrance={approve.isUnderWay ? other : hindrance}
          >
            Reject
          </ActionButton>
          <ActionButton
            kind="main"
            onClick={() => decide(approve)}
            isUnderWay={approve.isUnderWay}
            hindrance={reject.isUnderWay ? other : hindrance}
          >
            Approve
          </ActionButton>
        </div>
      </div>
    </section>
  );
}

function findHindrance(hash: string | null, isOld: boolean): string | null {
  if (isOld) return 'A newer version exists; show it first.';
  return hash === null ? "This release cannot read the version, so it can't be decided." : null;
}

function Refusal({ problem, verb }: { readonly problem: Problem; readonly verb: string }) {
  const reason = problem.status === 409 ? ': it changed while you were looking' : '';
  return <ProblemNote problem={problem} title={`Not ${verb}${reason}`} />;
}
