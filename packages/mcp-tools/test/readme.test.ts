import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { page, policySummary } from './documents.ts';
import { startFixtureServer } from './fixture-server.ts';
import { serveAgent } from './readme-example.ts';

const readReadme = () => readFile(new URL('../README.md', import.meta.url), 'utf8');

describe('README', () => {
  it('shows the example that runs here', async () => {
    const example = await readFile(new URL('readme-example.ts', import.meta.url), 'utf8');
    expect(await readReadme()).toContain(`\`\`\`ts\n${example}\`\`\``);
  });

  it('says what its example gives, and names every tool', async () => {
    const fixture = await startFixtureServer({ listPolicies: () => page(policySummary()) });
    const [ours, theirs] = InMemoryTransport.createLinkedPair();
    const server = await serveAgent(fixture.baseUrl, 'dbk_fixture', ours);
    const agent = new Client({ name: 'test', version: '1.0.0' });
    await agent.connect(theirs);
    const result = await agent.callTool({ name: 'list_policies', arguments: {} });
    const { tools } = await agent.listTools();
    await server.close();
    await fixture.close();
    expect(result.structuredContent).toMatchObject({ policies: [{ id: 'pol_1' }], next_cursor: null });
    const readme = await readReadme();
    for (const { name } of tools) expect(readme).toContain(`\`${name}\``);
  });
});
