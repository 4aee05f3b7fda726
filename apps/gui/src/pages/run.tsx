import { type RunDetail, routes } from '@daybook/api-contract';
import { useQuery } from '@tanstack/react-query';
import { Link, useLocation } from 'wouter';
import { useClient } from '../api/client-context.tsx';
import { deliveriesQuery } from '../api/queries.ts';
import { useChange } from '../api/use-change.ts';
import { useNow } from '../api/use-now.ts';
import { type Liveness, useRun } from '../api/use-run.ts';
import { ActionButton } from '../parts/action-button.tsx';
import { Answer } from '../parts/answer.tsx';
import { ArtifactList } from '../parts/artifact-list.tsx';
import { DeliveryTable } from '../parts/delivery-table.tsx';
import { Empty } from '../parts/empty.tsx';
import { Moment } from '../parts/moment.tsx';
import { PageHeading } from '../parts/page-heading.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { RunSteps } from '../parts/run-steps.tsx';
import { Section } from '../parts/section.tsx';
import { StateBadge } from '../parts/state-badge.tsx';
import { hasEnded, runDuration } from '../run/apply-run-event.ts';
import { formatDuration } from '../words/duration.ts';
import { causeWords, runLooks } from '../words/looks.ts';

/** One run with its steps, as it happens. */
export function RunPage({ id }: { readonly id: string }) {
  const { query, liveness } = useRun(id);
  return (
    <Answer query={query} what="the run" pageTitle="Run">
      {(run) => <RunView run={run} liveness={liveness} />}
    </Answer>
  );
}

function RunView({ run, liveness }: { readonly run: RunDetail; readonly liveness: Liveness }) {
  const now = useNow(liveness === 'ended' ? null : 500);
  return (
    <>
      <PageHeading title={run.policy_name} kicker={<Link href="/runs">Runs</Link>} actions={runActions(run)}>
        <p className="facts-line" role="status">
          <StateBadge look={runLooks[run.state]} />
          {liveness === 'live' && <span className="faint">Live</span>}
        </p>
        {run.dry_run && (
          <p>
            Tried out on a copy of the database: nothing was changed and nothing was sent. What is written
            below is what a run would do.
          </p>
        )}
      </PageHeading>
      <RunFacts run={run} now={now} />
      <Section title="Steps">
        {run.steps.length === 0 ? (
          <Empty title="No step has been planned yet." />
        ) : (
          <RunSteps steps={run.steps} now={now} />
        )}
      </Section>
      {run.artifacts.length > 0 && (
        <Section title="Files">
          <ArtifactList artifacts={run.artifacts} />
        </Section>
      )}
      {!run.dry_run && <Deliveries run={run} />}
    </>
  );
}

function RunFacts({ run, now }: { readonly run: RunDetail; readonly now: number }) {
  const ms = runDuration(run, now);
  return (
    <dl className="facts">
      <div>
        <dt>Policy</dt>
        <dd>
          <Link href={`/policies/${run.policy_id}`}>
            <bdi>{run.policy_name}</bdi>
          </Link>
          , version {run.policy_version}
        </dd>
      </div>
      <div>
        <dt>Cause</dt>
        <dd>
          {causeWords[run.cause]}, <span className="words">{run.actor}</span>
        </dd>
      </div>
      {run.resumed_from !== null && (
        <div>
          <dt>Takes up</dt>
          <dd>
            <Link href={`/runs/${run.resumed_from}`}>an earlier run</Link>
          </dd>
        </div>
      )}
      <div>
        <dt>For the instant</dt>
        <dd>
          <Moment at={run.scheduled_for} />
        </dd>
      </div>
      <div>
        <dt>Started</dt>
        <dd>{run.started_at === null ? 'Not yet' : <Moment at={run.started_at} />}</dd>
      </div>
      <div>
        <dt>Duration</dt>
        <dd className="numeric">{ms === null ? '–' : formatDuration(ms)}</dd>
      </div>
    </dl>
  );
}

/** A run under way can be stopped; one that did not end well can be taken up where it ended. */
function runActions(run: RunDetail) {
  if (!hasEnded(run.state)) return <Cancel run={run} />;
  if (run.dry_run || run.state === 'success') return undefined;
  return <Resume run={run} />;
}

function Resume({ run }: { readonly run: RunDetail }) {
  const [, goTo] = useLocation();
  const resume = useChange(routes.resumeRun, { makesOld: ['runs'], onDone: ({ id }) => goTo(`/runs/${id}`) });
  return (
    <>
      <div className="buttons">
        <ActionButton
          onClick={() => resume.ask({ params: { id: run.id } })}
          isUnderWay={resume.isUnderWay}
          label="Resume: a new run that takes over the finished steps"
        >
          Resume
        </ActionButton>
      </div>
      {resume.problem !== null && <ProblemNote problem={resume.problem} />}
    </>
  );
}

function Cancel({ run }: { readonly run: RunDetail }) {
  const cancel = useChange(routes.cancelRun, { makesOld: ['runs'] });
  return (
    <>
      <div className="buttons">
        <ActionButton
          kind="danger"
          onClick={() => cancel.ask({ params: { id: run.id } })}
          isUnderWay={cancel.isUnderWay}
        >
          Cancel run
        </ActionButton>
      </div>
      {cancel.problem !== null && <ProblemNote problem={cancel.problem} />}
    </>
  );
}

function Deliveries({ run: { id, state } }: { readonly run: RunDetail }) {
  const deliveries = useQuery(deliveriesQuery(useClient(), { run_id: id }));
  return (
    <Section title="Deliveries">
      <Answer query={deliveries} what="the deliveries">
        {({ items }) =>
          items.length === 0 ? (
            <p className="faint">
              {hasEnded(state) ? 'This run delivered nothing.' : 'Nothing delivered yet.'}
            </p>
          ) : (
            <DeliveryTable deliveries={items} within="run" />
          )
        }
      </Answer>
    </Section>
  );
}
