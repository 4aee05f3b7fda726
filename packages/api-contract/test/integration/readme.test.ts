import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { policySummary } from '../documents.ts';
import { json, startLoopbackServer } from './loopback-server.ts';
import { listWaitingPolicies } from './readme-example.ts';

describe('README', () => {
  it('shows the example that runs here', async () => {
    const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
    const example = await readFile(new URL('readme-example.ts', import.meta.url), 'utf8');
    expect(readme).toContain(`\`\`\`ts\n${example}\`\`\``);
  });

  it('says what its example gives', async () => {
    const settled = { ...policySummary, name: 'settled', proposed_version: null };
    const first = { items: [policySummary, settled], next_cursor: 'WyJ6Il0' };
    const last = { items: [{ ...policySummary, name: 'zebra' }], next_cursor: null };
    const server = await startLoopbackServer((response, request) =>
      json(200, request.url.includes('cursor=') ? last : first)(response, request),
    );
    const [waiting] = await Promise.allSettled([listWaitingPolicies(server.baseUrl, 'dbk_1')]);
    await server.stop();
    expect(waiting).toEqual({
      status: 'fulfilled',
      value: [`wöchentlich 周报: ${policySummary.link}`, `zebra: ${policySummary.link}`],
    });
    expect(server.requests.map(({ url }) => url)).toEqual([
      '/api/v1/policies?limit=200',
      '/api/v1/policies?limit=200&cursor=WyJ6Il0',
    ]);
  });
});
