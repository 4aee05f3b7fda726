import { type PolicyDetail, routes } from '@daybook/api-contract';
import { Switch } from 'radix-ui';
import { useId } from 'react';
import { useChange } from '../api/use-change.ts';
import { fireNoteWords } from '../words/schedule-words.ts';
import { Moment } from './moment.tsx';
import { ProblemNote } from './problem-note.tsx';
import { Section } from './section.tsx';

/** When it runs: in words, the next times in the policy's zone, and the switch. */
export function PolicySchedule({ policy, now }: { readonly policy: PolicyDetail; readonly now: number }) {
  const { schedule, next_fires } = policy;
  if (schedule === null) {
    return (
      <Section title="Schedule">
        <p>It has none: it runs only when somebody starts it.</p>
      </Section>
    );
  }
  return (
    <Section title="Schedule" aside={<ScheduleSwitch policy={policy} />}>
      <p>
        {schedule.words}, in {schedule.timezone}
        {schedule.cron !== null && (
          <>
            {' '}
            <code>{schedule.cron}</code>
          </>
        )}
      </p>
      {next_fires.length > 0 && (
        <>
          <h3>Next times</h3>
          <ol className="fires">
            {next_fires.map(({ at, note }) => (
              <li key={at}>
                <Moment at={at} zone={schedule.timezone} now={now} />
                {note !== null && <span className="faint"> · {fireNoteWords[note]}</span>}
              </li>
            ))}
          </ol>
        </>
      )}
    </Section>
  );
}

function ScheduleSwitch({ policy: { id, enabled } }: { readonly policy: PolicyDetail }) {
  const change = useChange(routes.changeSchedule, { makesOld: ['policies', 'schedule'] });
  const switchId = useId();
  const isOn = change.isUnderWay ? change.input?.body.enabled === true : enabled;
  return (
    <>
      <div className="switch-row">
        <label htmlFor={switchId}>Schedule</label>
        <Switch.Root
          id={switchId}
          className="switch"
          checked={isOn}
          aria-busy={change.isUnderWay}
          onCheckedChange={(next) => change.ask({ params: { id }, body: { enabled: next } })}
        >
          <Switch.Thumb className="switch-thumb" />
        </Switch.Root>
        <span aria-hidden="true">{isOn ? 'On' : 'Off'}</span>
      </div>
      {change.problem !== null && <ProblemNote problem={change.problem} />}
    </>
  );
}
