import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from '@jest/globals';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { toolExamples } from '@daybook/mcp-tools';
import { createApplicationParser } from '../../src/policy-parser.ts';
import { freePort } from '../http/free-port.ts';
import { daybook, temporaryFolder } from '../terminal-fixture.ts';

const folder = temporaryFolder();
const commandLine = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
let serverPid: number | undefined;

afterAll(() => {
  if (serverPid !== undefined) process.kill(serverPid, 'SIGKILL');
  folder.remove();
});

describe('daybook mcp', () => {
  it('starts a server in the background when none runs', async () => {
    const environment = {
      PATH: process.env['PATH'] ?? '',
      DAYBOOK_DATA_DIR: folder.path,
      DAYBOOK_KEY: '5a'.repeat(32),
      DAYBOOK_PORT: String(await freePort()),
    };
    const agent = new Client({ name: 'agent', version: '1' });
    await agent.connect(
      new StdioClientTransport({
        command: process.execPath,
        args: [commandLine, 'mcp'],
        env: environment,
        stderr: 'ignore',
      }),
    );
    serverPid = (JSON.parse(readFileSync(join(folder.path, 'server.json'), 'utf8')) as { pid: number }).pid;
    const { tools } = await agent.listTools();
    expect(tools.length).toBeLessThanOrEqual(15);
    expect(tools.map(({ name }) => name)).toContain('create_policy');
    const listed = await agent.callTool({ name: 'list_policies', arguments: {} });
    // A new database has the shipped example, which waits for a person.
    expect(listed.structuredContent).toMatchObject({
      policies: [{ name: 'weekly-performance', standing: 'proposed' }],
    });
    await agent.close();
  }, 40_000);

  it('says why the server that it started ended', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const address = taken.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const environment = {
      PATH: process.env['PATH'] ?? '',
      DAYBOOK_DATA_DIR: join(folder.path, 'taken'),
      DAYBOOK_KEY: '5a'.repeat(32),
      DAYBOOK_PORT: String(port),
    };
    const ended = promisify(execFile)(process.execPath, [commandLine, 'mcp'], { env: environment });
    await expect(ended).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`another program uses port ${port}`),
    });
    taken.close();
  }, 40_000);

  it('says what to do when it may not start one', async () => {
    const { exitCode, stderr } = await daybook(['mcp', '--no-start'], {
      DAYBOOK_DATA_DIR: join(folder.path, 'other'),
    });
    expect(exitCode).toBe(1);
    expect(stderr).toContain('daybook serve');
  });

  it.each(toolExamples.map(({ tool, policy }) => [tool, policy]))(
    'describes %s with a policy that is valid',
    (_tool, policy) => {
      expect(createApplicationParser()(JSON.stringify(policy)).issues).toEqual([]);
    },
  );
});
