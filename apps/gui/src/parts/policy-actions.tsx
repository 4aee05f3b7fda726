import { type PolicyDetail, routes } from '@daybook/api-contract';
import { useLocation } from 'wouter';
import { useChange } from '../api/use-change.ts';
import { runHindrance } from '../policy/version-to-decide.ts';
import { ActionButton } from './action-button.tsx';
import { ProblemNote } from './problem-note.tsx';

/** Run now, try it out, pause, resume. */
export function PolicyActions({ policy }: { readonly policy: PolicyDetail }) {
  const [, goTo] = useLocation();
  const makesOld = ['policies', 'schedule'];
  const start = useChange(routes.startRun, { makesOld: ['runs'], onDone: ({ id }) => goTo(`/runs/${id}`) });
  const tryOut = useChange(routes.startRun, {
    makesOld: ['runs'],
    onDone: ({ id }) => goTo(`/runs/${id}`),
  });
  const pause = useChange(routes.pausePolicy, { makesOld });
  const resume = useChange(routes.resumePolicy, { makesOld });
  const input = { params: { id: policy.id } };
  const problem = start.problem ?? tryOut.problem ?? pause.problem ?? resume.problem;
  const hindrance = runHindrance(policy);
  return (
    <>
      <div className="buttons">
        <ActionButton onClick={() => start.ask(input)} isUnderWay={start.isUnderWay} hindrance={hindrance}>
          Run now
        </ActionButton>
        <ActionButton
          onClick={() => tryOut.ask({ ...input, body: { dry_run: true } })}
          isUnderWay={tryOut.isUnderWay}
          label="Try out: a run that changes and sends nothing"
        >
          Try out
        </ActionButton>
        {policy.standing === 'paused' ? (
          <ActionButton onClick={() => resume.ask(input)} isUnderWay={resume.isUnderWay}>
            Resume
          </ActionButton>
        ) : (
          <ActionButton onClick={() => pause.ask(input)} isUnderWay={pause.isUnderWay}>
            Pause
          </ActionButton>
        )}
      </div>
      {hindrance !== null && <p className="faint">{hindrance}</p>}
      {problem !== null && <ProblemNote problem={problem} />}
    </>
  );
}
