import { type Problem, type QueryResultDocument, routes } from '@daybook/api-contract';
import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import { useClient } from './client-context.tsx';
import { toProblem } from './problems.ts';

/** A query that a person asks by hand. */
export interface QueryRun {
  /** Runs it; one that is still under way is broken off. */
  readonly run: (sql: string) => void;
  readonly stop: () => void;
  readonly isUnderWay: boolean;
  readonly result: QueryResultDocument | undefined;
  readonly problem: Problem | null;
}

/** Asks the datasets. It changes nothing, so it carries no key that would have the server keep the answer. */
export function useQueryRun(): QueryRun {
  const client = useClient();
  const underWay = useRef<AbortController | null>(null);
  const { mutate, isPending, data, error, reset } = useMutation({
    mutationFn: ({ sql, signal }: { readonly sql: string; readonly signal: AbortSignal }) =>
      client.call(routes.runQuery, { body: { sql } }, { signal }),
  });
  const stop = () => {
    underWay.current?.abort();
    underWay.current = null;
    reset();
  };
  return {
    run: (sql) => {
      underWay.current?.abort();
      underWay.current = new AbortController();
      mutate({ sql, signal: underWay.current.signal });
    },
    stop,
    isUnderWay: isPending,
    result: data,
    problem: error === null ? null : toProblem(error),
  };
}
