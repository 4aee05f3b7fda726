import type { Client } from '@daybook/api-contract';
import { createContext, type ReactNode, use } from 'react';

const ClientContext = createContext<Client | null>(null);

/** Hands the API's client to everything below. */
export function ClientProvider({
  client,
  children,
}: {
  readonly client: Client;
  readonly children: ReactNode;
}) {
  return <ClientContext value={client}>{children}</ClientContext>;
}

/** The API's client. @throws {Error} outside of a `ClientProvider`. */
export function useClient(): Client {
  const client = use(ClientContext);
  if (client === null) throw new Error('useClient needs a ClientProvider above it.');
  return client;
}
