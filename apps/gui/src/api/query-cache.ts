import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { isSignedOut, isWorthRepeating } from './problems.ts';

/** The key of the question who is signed in. */
export const sessionKey = ['session'] as const;

/** The cache of everything that the server said. An answer 401 anywhere makes the page ask again who is signed in. */
export function createQueryCache(): QueryClient {
  const noticeSignOut = (error: unknown): void => {
    if (isSignedOut(error)) void client.invalidateQueries({ queryKey: sessionKey });
  };
  const client = new QueryClient({
    queryCache: new QueryCache({
      onError: (error, query) => {
        if (query.queryKey[0] !== sessionKey[0]) noticeSignOut(error);
      },
    }),
    mutationCache: new MutationCache({ onError: noticeSignOut }),
    defaultOptions: {
      queries: {
        // The server is on this machine: "offline" says nothing about it.
        networkMode: 'always',
        // A page shows what is there now; the server is near.
        staleTime: 500,
        retry: (failures, error) => failures < 2 && isWorthRepeating(error),
        retryDelay: 800,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
  return client;
}
