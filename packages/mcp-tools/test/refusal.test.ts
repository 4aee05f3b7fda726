import { createServer } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createClient } from '@daybook/api-contract';
import { createMcpServer } from '@daybook/mcp-tools';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { portOf, startFixtureServer } from './fixture-server.ts';

describe('refusal', () => {
  const agent = new Client({ name: 'test', version: '1.0.0' });
  afterEach(() => agent.close());

  async function callOver(baseUrl: string, token: string): Promise<unknown> {
    const client = createClient({ baseUrl, token, fetch: globalThis.fetch });
    const [ours, theirs] = InMemoryTransport.createLinkedPair();
    await createMcpServer({ client, version: '1.2.3' }).connect(ours);
    await agent.connect(theirs);
    return agent.callTool({ name: 'list_policies', arguments: {} });
  }

  it('says that no server answers', async () => {
    const { baseUrl, close } = await startFixtureServer({});
    await close();
    expect(await callOver(baseUrl, 'dbk_canary')).toMatchObject({
      isError: true,
      structuredContent: { code: 'server.unreachable', advice: 'backoff' },
    });
  });

  it('never shows the text of an unforeseen error', async () => {
    // Such a token cannot stand in a header, and the error of the platform would quote it.
    const result = await callOver('http://127.0.0.1:9', 'dbk_canary\n!');
    expect(result).toMatchObject({ isError: true, structuredContent: { code: 'engine.unexpected' } });
    expect(JSON.stringify(result)).not.toContain('canary');
  });

  it('says when server and tools do not fit together', async () => {
    const stranger = createServer((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"items":"of another release"}');
    });
    await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', () => resolve()));
    const result = await callOver(`http://127.0.0.1:${portOf(stranger)}`, 'dbk_canary');
    stranger.close();
    stranger.closeAllConnections();
    expect(result).toMatchObject({ isError: true, structuredContent: { code: 'server.refused' } });
    expect(JSON.stringify(result)).toContain('of the same release');
  });
});
