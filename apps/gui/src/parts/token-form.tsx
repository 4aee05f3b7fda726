import { agentScopes, routes } from '@daybook/api-contract';
import { type FormEvent, useState } from 'react';
import { issuesByField, issuesElsewhere } from '../api/field-issues.ts';
import { useChange } from '../api/use-change.ts';
import { ActionButton } from './action-button.tsx';
import { CopyButton } from './copy-button.tsx';
import { Field } from './field.tsx';
import { Note } from './note.tsx';
import { ProblemNote } from './problem-note.tsx';

type AgentScope = (typeof agentScopes)[number];

const scopeWords: Record<AgentScope, string> = {
  read: 'Read: policies, runs, reports',
  author: 'Author: propose policies',
  run: 'Run: start approved policies',
};

const fields = ['name', 'scopes'];

/** Makes a token and shows it this once. */
export function TokenForm() {
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<readonly AgentScope[]>(agentScopes);
  const create = useChange(routes.createToken, { makesOld: ['tokens'], onDone: () => setName('') });
  const errors = issuesByField(create.problem, fields);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.ask({ body: { name: name.trim(), scopes: [...scopes] } });
  };
  const toggle = (scope: AgentScope, isOn: boolean) =>
    setScopes(agentScopes.filter((entry) => (entry === scope ? isOn : scopes.includes(entry))));
  return (
    <form className="form" onSubmit={submit} noValidate aria-label="New token">
      <Field label="Name of the new token" hint="Who will use it" error={errors.get('name')}>
        {(attributes) => (
          <input
            {...attributes}
            type="text"
            autoComplete="off"
            maxLength={64}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <fieldset className="checks">
        <legend>It may</legend>
        {agentScopes.map((scope) => (
          <label key={scope} className="check">
            <input
              type="checkbox"
              checked={scopes.includes(scope)}
              onChange={(event) => toggle(scope, event.target.checked)}
            />
            {scopeWords[scope]}
          </label>
        ))}
        {errors.get('scopes') !== undefined && <p className="field-error">{errors.get('scopes')}</p>}
      </fieldset>
      <div className="buttons">
        <ActionButton type="submit" isUnderWay={create.isUnderWay}>
          Create token
        </ActionButton>
      </div>
      {create.problem !== null && (
        <ProblemNote
          title="Not created"
          problem={{ ...create.problem, issues: issuesElsewhere(create.problem, fields) }}
        />
      )}
      {create.answer !== undefined && (
        <Note
          tone="good"
          icon="check"
          role="status"
          title={`The token of “${create.answer.name}”, shown this once`}
        >
          <p className="secret">
            <code>{create.answer.token}</code>
          </p>
          <CopyButton text={create.answer.token} label="Copy token" />
        </Note>
      )}
    </form>
  );
}
