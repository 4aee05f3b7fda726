import { createClient } from '@daybook/api-contract';
import { createMcpServer } from '@daybook/mcp-tools';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';

export async function serveAgent(baseUrl: string, token: string, transport: Transport) {
  const client = createClient({ baseUrl, token, fetch: globalThis.fetch });
  const server = createMcpServer({ client, version: '0.1.0' });
  await server.connect(transport);
  return server;
  // list_policies now answers { policies: [{ id: 'pol_…', name, standing, next_fire, link, … }], next_cursor }
}
