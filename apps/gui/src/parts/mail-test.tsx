import { type EmailSettings, routes } from '@daybook/api-contract';
import { type FormEvent, useState } from 'react';
import { issuesByField, issuesElsewhere } from '../api/field-issues.ts';
import { useChange } from '../api/use-change.ts';
import { ActionButton } from './action-button.tsx';
import { Field } from './field.tsx';
import { Note } from './note.tsx';
import { ProblemNote } from './problem-note.tsx';

const fields = ['to'];

/** Sends a test message and shows what the mail server says. */
export function MailTest({ settings }: { readonly settings: EmailSettings }) {
  const [to, setTo] = useState(settings.owner ?? settings.from ?? '');
  const test = useChange(routes.testEmail, { makesOld: [] });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    test.ask({ body: { to: to.trim() } });
  };
  return (
    <form className="form" onSubmit={submit} noValidate aria-label="Test mail">
      <Field
        label="Test mail to"
        hint="Uses the stored settings: save first"
        error={issuesByField(test.problem, fields).get('to')}
      >
        {(attributes) => (
          <input
            {...attributes}
            type="email"
            autoComplete="off"
            value={to}
            onChange={(event) => setTo(event.target.value)}
          />
        )}
      </Field>
      <div className="buttons">
        <ActionButton
          type="submit"
          isUnderWay={test.isUnderWay}
          hindrance={settings.configured ? null : 'Save the settings first.'}
        >
          Send test mail
        </ActionButton>
      </div>
      {test.problem !== null && (
        <ProblemNote
          title="Not sent"
          problem={{ ...test.problem, issues: issuesElsewhere(test.problem, fields) }}
        />
      )}
      {test.answer !== undefined && (
        <Note tone="good" icon="check" role="status" title={`Sent to ${test.answer.to}`}>
          <p className="words">The mail server answered: {test.answer.response}</p>
        </Note>
      )}
    </form>
  );
}
