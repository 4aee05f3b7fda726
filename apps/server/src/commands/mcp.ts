import { spawn } from 'node:child_process';
import { mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { agentScopes, createClient } from '@daybook/api-contract';
import { EngineError } from '@daybook/kernel';
import { serveOnStdio } from '@daybook/mcp-tools';
import type { Command } from '../command-line/command.ts';
import { findAnsweringServer, withTokens } from '../command-line/session.ts';
import type { Terminal } from '../command-line/terminal.ts';
import { baseUrl } from '../compose.ts';
import { dataFolder } from '../data-folder.ts';
import { type ExitCode, exitCodes } from '../exit-code.ts';
import type { ServerFile } from '../server-file.ts';
import { surroundingsOf } from '../surroundings.ts';

/** How long a server that was started in the background may take to answer, in milliseconds. */
const startupMs = 30_000;

/**
 * `daybook mcp`: an MCP server on standard input and output, over the running server, with an agent's rights and no
 * more. Starts a server in the background if none runs.
 * @throws {EngineError} `server.unreachable` when none runs and none may or can be started.
 */
export async function mcpCommand(
  command: Extract<Command, { kind: 'mcp' }>,
  terminal: Terminal,
): Promise<ExitCode> {
  const folder = dataFolder(terminal.environment, terminal.platform);
  const server = (await findAnsweringServer(folder)) ?? (await start(command, folder, terminal));
  const surroundings = surroundingsOf(
    { dataFolder: folder, fileFolder: undefined, warnAboutKey: false },
    terminal,
  );
  const { token, tokenId } = await withTokens(surroundings, (tokens) =>
    tokens.issue({ kind: 'agent', name: 'mcp', scopes: [...agentScopes] }),
  );
  try {
    await serveOnStdio({
      client: createClient({ baseUrl: baseUrl(server.host, server.port), token, fetch }),
      version: surroundings.version,
      stdin: process.stdin,
      stdout: process.stdout,
      signal: terminal.signal,
      note: terminal.note,
    });
  } finally {
    await withTokens(surroundings, (tokens) => tokens.revoke(tokenId));
  }
  return exitCodes.success;
}

async function start(
  { noStart }: Extract<Command, { kind: 'mcp' }>,
  folder: string,
  terminal: Terminal,
): Promise<ServerFile> {
  if (noStart) {
    throw new EngineError('server.unreachable', 'No Daybook server runs; start one with "daybook serve".');
  }
  terminal.note('daybook: no server runs; starting one in the background.');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const logFile = join(folder, 'server.log');
  const log = openSync(logFile, 'a', 0o600);
  const child = spawn(process.execPath, [fileURLToPath(new URL('../cli.js', import.meta.url)), 'serve'], {
    detached: true,
    stdio: ['ignore', 'ignore', log],
    env: process.env,
  });
  child.unref();
  for (let waited = 0; waited < startupMs; waited += 250) {
    await wait(250, undefined, { signal: terminal.signal });
    const server = await findAnsweringServer(folder);
    if (server !== undefined) return server;
    if (child.exitCode !== null) break;
  }
  const reason = lastLine(logFile);
  throw new EngineError('server.unreachable', `The server did not start. ${reason} (More in ${logFile}.)`);
}

/** What the server said last before it ended, without its name. */
function lastLine(file: string): string {
  const line = readFileSync(file, 'utf8').trim().split('\n').at(-1) ?? '';
  return line.replace(/^daybook: /, '');
}
