import type { Problem, Route, RouteInput, RouteOutput } from '@daybook/api-contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { createChangeKeys } from './change-keys.ts';
import { useClient } from './client-context.tsx';
import { toProblem } from './problems.ts';

/** One kind of change that a page can ask for. */
export interface Change<R extends Route> {
  /** Asks for it; does nothing while one is under way. */
  readonly ask: (input: RouteInput<R>) => void;
  readonly isUnderWay: boolean;
  /** What was asked for last. */
  readonly input: RouteInput<R> | undefined;
  readonly answer: RouteOutput<R> | undefined;
  readonly problem: Problem | null;
  /** Forgets the last answer or problem. */
  readonly reset: () => void;
}

interface ChangeSettings<R extends Route> {
  /** Whatever of the cache the change makes old: the first words of the keys. */
  readonly makesOld: readonly string[];
  readonly onDone?: (answer: RouteOutput<R>, input: RouteInput<R>) => void;
}

/** Calls a route that changes something, once however often it is clicked. */
export function useChange<R extends Route>(route: R, settings: ChangeSettings<R>): Change<R> {
  const client = useClient();
  const queries = useQueryClient();
  const [keys] = useState(() => createChangeKeys(makeKey));
  // The second click of a double click comes before the page knows of the first.
  const isAsked = useRef(false);
  const refresh = async (): Promise<void> => {
    await Promise.all(settings.makesOld.map((name) => queries.invalidateQueries({ queryKey: [name] })));
  };
  const { mutate, isPending, variables, data, error, reset } = useMutation({
    mutationFn: (input: RouteInput<R>) => client.call(route, input, { idempotencyKey: keys.keyFor(input) }),
    onSuccess: async (answer, input) => {
      keys.settle(input);
      settings.onDone?.(answer, input);
      await refresh();
    },
    onError: async (cause, input) => {
      const problem = toProblem(cause);
      // Nobody knows whether an unanswered request arrived: asking again must be the same request.
      if (problem.code !== 'server.unreachable') keys.settle(input);
      await refresh();
    },
    onSettled: () => {
      isAsked.current = false;
    },
  });
  return {
    ask: (input) => {
      if (isAsked.current) return;
      isAsked.current = true;
      mutate(input);
    },
    isUnderWay: isPending,
    input: variables,
    answer: data,
    problem: error === null ? null : toProblem(error),
    reset,
  };
}

/** 128 random bits; `randomUUID` is missing on pages that came over the network without TLS. */
function makeKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
