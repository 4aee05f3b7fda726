import type { ReactNode } from 'react';
import { toProblem } from '../api/problems.ts';
import { Loading } from './loading.tsx';
import { PageHeading } from './page-heading.tsx';
import { ProblemNote } from './problem-note.tsx';

interface Query<Data> {
  readonly data: Data | undefined;
  readonly error: Error | null;
  readonly refetch: () => unknown;
}

interface AnswerProps<Data> {
  readonly query: Query<Data>;
  /** What is asked for, in words: `the policies`. */
  readonly what: string;
  /** Names the page where nothing came back that could. @default the page has a heading */
  readonly pageTitle?: string;
  readonly children: (data: Data) => ReactNode;
}

/** What came back for a query: it, the wait for it, or why it did not come. Old data stays, marked as such. */
export function Answer<Data>({ query, what, pageTitle, children }: AnswerProps<Data>) {
  const { data, error, refetch } = query;
  const problem = error === null ? null : toProblem(error);
  if (data === undefined) {
    if (problem === null) return <Loading what={what} />;
    return (
      <>
        {pageTitle !== undefined && <PageHeading title={pageTitle} />}
        <ProblemNote problem={problem} title={`Could not load ${what}`} onRetry={() => void refetch()} />
      </>
    );
  }
  return (
    <>
      {problem !== null && (
        <ProblemNote problem={problem} title="This may be out of date" onRetry={() => void refetch()} />
      )}
      {children(data)}
    </>
  );
}
