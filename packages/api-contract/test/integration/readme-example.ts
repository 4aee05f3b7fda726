import { createClient, routes } from '@daybook/api-contract';

export async function listWaitingPolicies(baseUrl: string, token: string): Promise<readonly string[]> {
  const client = createClient({ baseUrl, token, fetch: globalThis.fetch });
  const waiting: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await client.call(routes.listPolicies, { query: { limit: 200, cursor } });
    const proposed = page.items.filter(({ proposed_version: version }) => version !== null);
    waiting.push(...proposed.map(({ name, link }) => `${name}: ${link}`));
    cursor = page.next_cursor ?? undefined;
  } while (cursor !== undefined);
  return waiting;
}
