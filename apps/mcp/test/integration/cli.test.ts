import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { startPolicyServer } from '../policy-server.ts';

const program = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const token = 'dbk_canary';

describe('daybook-mcp', () => {
  let server: Awaited<ReturnType<typeof startPolicyServer>>;
  beforeAll(async () => {
    server = await startPolicyServer(token);
  });
  afterAll(() => server.close());

  function start(environment: Record<string, string>): ChildProcess & { ended: Promise<unknown[]> } {
    const child = spawn(process.execPath, [program], { env: environment, stdio: 'pipe' });
    return Object.assign(child, { ended: once(child, 'close') });
  }

  it('serves the tools to a client over its streams', async () => {
    const agent = new Client({ name: 'test', version: '1.0.0' });
    const env = { DAYBOOK_URL: server.url, DAYBOOK_TOKEN: token };
    await agent.connect(
      new StdioClientTransport({ command: process.execPath, args: [program], env, stderr: 'ignore' }),
    );
    const result = await agent.callTool({ name: 'list_policies', arguments: {} });
    await agent.close();
    expect(result.structuredContent).toMatchObject({ policies: [], next_cursor: null });
  });

  it('prints only the protocol, answers what was asked, and ends with its input', async () => {
    const child = start({ DAYBOOK_URL: server.url, DAYBOOK_TOKEN: token });
    child.stdin?.end(
      [
        { id: 1, method: 'initialize', params: hello },
        { id: 2, method: 'tools/call', params: { name: 'list_policies', arguments: {} } },
      ]
        .map((message) => `${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
        .join(''),
    );
    const [out, err, [code]] = await Promise.all([read(child.stdout), read(child.stderr), child.ended]);
    const lines = out.trim().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { id: number }).id)).toEqual([1, 2]);
    expect(lines[1]).toContain('Policies: 0');
    expect({ code, names: err.includes(server.url), leaks: err.includes(token) }).toEqual({
      code: 0,
      names: true,
      leaks: false,
    });
  });

  it('ends when it is told to', async () => {
    const child = start({ DAYBOOK_URL: server.url, DAYBOOK_TOKEN: token });
    child.stdin?.write(`${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params: hello })}\n`);
    if (child.stdout !== null) await once(child.stdout, 'data');
    child.kill('SIGTERM');
    expect(await child.ended).toEqual([0, null]);
  });

  it.each([
    [{}, 'daybook token create --scopes read,author,run'],
    [{ DAYBOOK_TOKEN: 'dbk canary' }, 'holds spaces'],
    [{ DAYBOOK_TOKEN: token, DAYBOOK_URL: 'http://192.0.2.7:4310' }, 'DAYBOOK_URL cannot be used'],
  ])('says what is wrong with %j', async (environment, words) => {
    const child = start(environment);
    const [out, err, [code]] = await Promise.all([read(child.stdout), read(child.stderr), child.ended]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(words);
    expect(err).not.toContain('canary');
  });

  it('is set up as its README says', async () => {
    const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
    const [, json = ''] = /```json\n([\s\S]+?)```/.exec(readme) ?? [];
    const { mcpServers } = JSON.parse(json) as { mcpServers: { daybook: Setup } };
    const manifest = await readFile(new URL('../../package.json', import.meta.url), 'utf8');
    const { bin } = JSON.parse(manifest) as { bin: Record<string, string> };
    expect(Object.keys(bin)).toEqual([mcpServers.daybook.command]);
    const child = start({ ...mcpServers.daybook.env, DAYBOOK_URL: server.url });
    child.stdin?.end();
    expect(await child.ended).toEqual([0, null]);
  });
});

interface Setup {
  readonly command: string;
  readonly env: Record<string, string>;
}

const hello = {
  protocolVersion: '2025-06-18',
  capabilities: {},
  clientInfo: { name: 'test', version: '1.0.0' },
};

async function read(stream: ChildProcess['stdout']): Promise<string> {
  return stream === null ? '' : text(stream);
}
