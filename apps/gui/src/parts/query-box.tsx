import type { FormEvent, KeyboardEvent } from 'react';
import { useQueryRun } from '../api/use-query-run.ts';
import { describeAmount } from '../data/result-columns.ts';
import { suggestedQuery, withoutRepetition } from '../data/suggested-query.ts';
import { ActionButton } from './action-button.tsx';
import { CodeBlock } from './code-block.tsx';
import { Field } from './field.tsx';
import { Note } from './note.tsx';
import { ProblemNote } from './problem-note.tsx';
import { ResultTable } from './result-table.tsx';

interface QueryBoxProps {
  readonly sql: string;
  readonly onChange: (sql: string) => void;
}

/** Where a person asks the datasets, and what comes back: rows, or why not and what to write instead. */
export function QueryBox({ sql, onChange }: QueryBoxProps) {
  const query = useQueryRun();
  const { result, problem } = query;
  const run = () => {
    if (sql.trim() !== '') query.run(sql);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    run();
  };
  const takeSuggestion = (suggestion: string) => {
    onChange(suggestion);
    query.run(suggestion);
  };
  return (
    <>
      <form className="form query-form" onSubmit={submit} noValidate aria-label="Query">
        <Field
          label="One SELECT"
          hint="Decimals are exact: calculate with dec_add, dec_sub, dec_mul and dec_div. :as_of is now. Ctrl+Enter runs it."
        >
          {(attributes) => (
            <textarea
              {...attributes}
              className="query-text"
              rows={6}
              spellCheck={false}
              autoComplete="off"
              dir="ltr"
              value={sql}
              onChange={(event) => onChange(event.target.value)}
              onKeyDown={onKeyDown}
            />
          )}
        </Field>
        <div className="buttons">
          <ActionButton
            type="submit"
            kind="main"
            isUnderWay={query.isUnderWay}
            hindrance={sql.trim() === '' ? 'Write a query first' : null}
          >
            Run query
          </ActionButton>
          {query.isUnderWay && (
            <ActionButton isUnderWay={false} onClick={query.stop}>
              Stop
            </ActionButton>
          )}
        </div>
      </form>
      {problem !== null && <Refusal problem={problem} onUse={takeSuggestion} />}
      {result !== undefined && <Result result={result} />}
    </>
  );
}

interface RefusalProps {
  readonly problem: Parameters<typeof suggestedQuery>[0];
  readonly onUse: (suggestion: string) => void;
}

function Refusal({ problem, onUse }: RefusalProps) {
  const suggestion = suggestedQuery(problem);
  return (
    <>
      <ProblemNote problem={withoutRepetition(problem)} title="Not run" />
      {suggestion !== null && (
        <Note tone="calm" icon="info" title="Write instead">
          <CodeBlock label="The suggested query" text={suggestion} />
          <button type="button" className="button" onClick={() => onUse(suggestion)}>
            Use the suggested query
          </button>
        </Note>
      )}
    </>
  );
}

function Result({ result }: { readonly result: Parameters<typeof describeAmount>[0] }) {
  const isApproximate = result.columns.some(({ approximate }) => approximate === true);
  return (
    <div className="query-result">
      <p className="faint" role="status">
        {describeAmount(result)}
        {isApproximate && '; ≈ marks numbers that went through a float'}
      </p>
      {result.truncated && (
        <Note tone="warn" icon="warning" title="There is more than is shown">
          <p>Add a LIMIT or a narrower WHERE, or select fewer columns.</p>
        </Note>
      )}
      {result.rows.length > 0 && <ResultTable label="Rows of the query" result={result} />}
    </div>
  );
}
