import type { Client, RunDetail } from '@daybook/api-contract';
import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { applyRunEvent, hasEnded } from '../run/apply-run-event.ts';
import { useClient } from './client-context.tsx';
import { runQuery } from './queries.ts';

/** Whether changes come by themselves (`live`), are asked for (`polled`), or can't come any more (`ended`). */
export type Liveness = 'live' | 'polled' | 'ended';

/** How long to wait before a broken stream is opened again, in milliseconds. */
const pause = 3_000;

/** A run, kept up to date over its event stream while it is under way. */
export function useRun(id: string) {
  const client = useClient();
  const queries = useQueryClient();
  const [isLive, setLive] = useState(false);
  const query = useQuery(runQuery(client, id, !isLive));
  const isUnderWay = query.data !== undefined && !hasEnded(query.data.state);

  useEffect(() => {
    if (!isUnderWay) return;
    const ending = new AbortController();
    void followToEnd({ client, queries, id, signal: ending.signal, setLive });
    return () => ending.abort();
  }, [client, queries, id, isUnderWay]);

  const liveness: Liveness = isUnderWay ? (isLive ? 'live' : 'polled') : 'ended';
  return { query, liveness };
}

interface Following {
  readonly client: Client;
  readonly queries: QueryClient;
  readonly id: string;
  readonly signal: AbortSignal;
  readonly setLive: (live: boolean) => void;
}

async function followToEnd(following: Following): Promise<void> {
  const { queries, id, signal, setLive } = following;
  while (!signal.aborted) {
    try {
      if (await followOnce(following)) break;
    } catch {
      // A stream that breaks is no event of the run: the page asks for the run until a new stream stands.
    }
    if (signal.aborted) return;
    setLive(false);
    await queries.invalidateQueries({ queryKey: ['runs', 'one', id] });
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  setLive(false);
  await Promise.all(
    [['runs', 'list'], ['runs', 'troubled'], ['reports'], ['deliveries'], ['policies'], ['notices']].map(
      (queryKey) => queries.invalidateQueries({ queryKey }),
    ),
  );
}

/** True when the run's end was seen. */
async function followOnce({ client, queries, id, signal, setLive }: Following): Promise<boolean> {
  let run: RunDetail | undefined;
  for await (const event of client.follow(id, signal)) {
    setLive(true);
    run = queries.setQueryData<RunDetail>(['runs', 'one', id], (before) => applyRunEvent(before, event));
    if (run !== undefined && hasEnded(run.state)) return true;
  }
  return run !== undefined && hasEnded(run.state);
}
