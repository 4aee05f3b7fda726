import { type EmailSettings, routes } from '@daybook/api-contract';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type HTMLInputTypeAttribute, useEffect, useRef, useState } from 'react';
import { issuesByField, issuesElsewhere } from '../api/field-issues.ts';
import { useChange } from '../api/use-change.ts';
import {
  type EmailDraft,
  emailFields,
  toEmailChange,
  toEmailDraft,
  usualPorts,
} from '../settings/email-draft.ts';
import { ActionButton } from './action-button.tsx';
import { Field } from './field.tsx';
import { Note } from './note.tsx';
import { ProblemNote } from './problem-note.tsx';

interface TextFieldSettings {
  readonly name: 'host' | 'port' | 'user' | 'from' | 'owner';
  readonly label: string;
  readonly hint?: string;
  readonly type?: HTMLInputTypeAttribute;
}

const sourceWords = {
  settings: 'These settings are stored in Daybook, the password encrypted.',
  environment: 'Taken from DAYBOOK_SMTP_URL; what you store here is used instead.',
  none: 'Not set up yet: policies that send mail will fail, and failures are shown on the overview only.',
};

/** How mail is sent. The password goes in and never comes back. */
export function EmailForm({ settings }: { readonly settings: EmailSettings }) {
  const [draft, setDraft] = useState(() => toEmailDraft(settings));
  const form = useRef<HTMLFormElement>(null);
  const queries = useQueryClient();
  const save = useChange(routes.putEmailSettings, {
    makesOld: [],
    onDone: (stored) => {
      queries.setQueryData(['settings', 'email'], stored);
      setDraft(toEmailDraft(stored));
    },
  });
  const errors = issuesByField(save.problem, emailFields);
  const change = (part: Partial<EmailDraft>) => {
    setDraft({ ...draft, ...part });
    if (save.answer !== undefined) save.reset();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.ask({ body: toEmailChange(draft) });
  };
  useEffect(() => {
    if (save.problem !== null) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [save.problem === null]);

  const text = ({ name, label, hint, type = 'text' }: TextFieldSettings) => (
    <Field label={label} hint={hint} error={errors.get(name)}>
      {(attributes) => (
        <input
          {...attributes}
          type={type}
          inputMode={name === 'port' ? 'numeric' : undefined}
          autoComplete="off"
          spellCheck={false}
          value={draft[name]}
          onChange={(event) => change({ [name]: event.target.value })}
        />
      )}
    </Field>
  );

  return (
    <form ref={form} className="form" onSubmit={submit} noValidate>
      <p className="faint">{sourceWords[settings.source]}</p>
      <div className="form-grid">
        {text({ name: 'host', label: 'Mail server', hint: 'Such as smtp.example.org' })}
        <Security draft={draft} error={errors.get('security')} change={change} />
        {text({ name: 'port', label: 'Port' })}
        {text({ name: 'user', label: 'User', hint: 'Empty when the server asks for none' })}
        <Password settings={settings} draft={draft} error={errors.get('password')} change={change} />
        {text({ name: 'from', label: 'Sender', type: 'email', hint: 'The address that mail comes from' })}
        {text({
          name: 'owner',
          label: 'Owner',
          type: 'email',
          hint: 'Your address: told when a run fails or is missed',
        })}
      </div>
      <div className="buttons">
        <ActionButton type="submit" kind="main" isUnderWay={save.isUnderWay}>
          Save
        </ActionButton>
      </div>
      {save.problem !== null && (
        <ProblemNote
          title="Not saved"
          problem={{ ...save.problem, issues: issuesElsewhere(save.problem, emailFields) }}
        />
      )}
      {save.answer !== undefined && <Note tone="good" icon="check" role="status" title="Saved" />}
    </form>
  );
}

interface PartProps {
  readonly draft: EmailDraft;
  readonly error: string | undefined;
  readonly change: (part: Partial<EmailDraft>) => void;
}

function Security({ draft, error, change }: PartProps) {
  const choose = (security: EmailDraft['security']) => {
    const isUsual = draft.port === usualPorts[draft.security];
    change(isUsual ? { security, port: usualPorts[security] } : { security });
  };
  return (
    <Field label="Security" error={error} hint="Plain is for a mail server on this machine only">
      {(attributes) => (
        <select
          {...attributes}
          value={draft.security}
          onChange={({ target }) =>
            choose(target.value === 'tls' || target.value === 'plain' ? target.value : 'starttls')
          }
        >
          <option value="starttls">STARTTLS, demanded (usually port 587)</option>
          <option value="tls">TLS from the first byte (usually port 465)</option>
          <option value="plain">Plain</option>
        </select>
      )}
    </Field>
  );
}

function Password({ settings, draft, error, change }: PartProps & { readonly settings: EmailSettings }) {
  const hint = settings.password_set
    ? 'One is stored. Leave this empty to keep it'
    : 'Never shown again once it is stored';
  return (
    <Field label="Password" error={error} hint={hint}>
      {(attributes) => (
        <>
          <input
            {...attributes}
            type="password"
            autoComplete="new-password"
            value={draft.password}
            disabled={draft.removesPassword}
            onChange={(event) => change({ password: event.target.value })}
          />
          {settings.password_set && (
            <label className="check">
              <input
                type="checkbox"
                checked={draft.removesPassword}
                onChange={(event) => change({ removesPassword: event.target.checked, password: '' })}
              />
              Remove the stored password
            </label>
          )}
        </>
      )}
    </Field>
  );
}
