import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { EngineError } from '@daybook/kernel';
import type { Command } from '../command-line/command.ts';
import { findAnsweringServer, withTokens } from '../command-line/session.ts';
import type { Terminal } from '../command-line/terminal.ts';
import { baseUrl } from '../compose.ts';
import { dataFolder } from '../data-folder.ts';
import { type ExitCode, exitCodes } from '../exit-code.ts';
import { createSignInLink } from '../http/sign-in.ts';
import { startServer } from '../serve.ts';
import { loopbackHosts, surroundingsOf } from '../surroundings.ts';

const firstPolicyFile = fileURLToPath(
  new URL('../../../../examples/policies/weekly-performance.json', import.meta.url),
);

/**
 * `daybook serve`: the server, the scheduler and the GUI, until it is interrupted. Where a server runs already, a new
 * sign-in link for it.
 * @throws {EngineError} when the address, the key or the database cannot be used.
 */
export async function serveCommand(
  command: Extract<Command, { kind: 'serve' }>,
  terminal: Terminal,
): Promise<ExitCode> {
  const { host, port } = command;
  if (host !== undefined && !loopbackHosts.some((known) => known === host)) {
    const message = `--host ${host} would open Daybook to the network, in plain text; use one of ${loopbackHosts.join(', ')}.`;
    throw new EngineError('usage.invalid', message);
  }
  const folder = dataFolder(terminal.environment, terminal.platform);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const surroundings = surroundingsOf(
    {
      dataFolder: folder,
      fileFolder: terminal.environment['DAYBOOK_FILE_FOLDER'],
      warnAboutKey: true,
      log: 'file',
      ...(host === undefined ? {} : { host }),
      ...(port === undefined ? {} : { port }),
    },
    terminal,
  );
  const running = await findAnsweringServer(folder);
  if (running !== undefined) {
    const url = baseUrl(running.host, running.port);
    const link = await withTokens(surroundings, (tokens) => createSignInLink(tokens, url));
    terminal.note('A server runs already for this data folder.');
    announce(terminal, { url, link, json: command.json });
    return exitCodes.success;
  }
  try {
    const server = await startServer(surroundings, { dataFolder: folder, firstPolicyFile });
    announce(terminal, { url: server.url, link: await server.createSignInLink(), json: command.json });
    await interrupted(terminal.signal);
    terminal.note('Stopping: runs under way may end first.');
    await server.stop();
    return exitCodes.success;
  } finally {
    await surroundings.closeLog();
  }
}

function announce(
  terminal: Terminal,
  { url, link, json }: { readonly url: string; readonly link: string; readonly json: boolean },
): void {
  if (json) {
    terminal.print(JSON.stringify({ url, sign_in_url: link }));
    return;
  }
  terminal.print(`Daybook runs at ${url}`);
  terminal.print(`Sign in:         ${link}`);
  terminal.print('The link works once, within ten minutes. Stop with Ctrl+C.');
}

function interrupted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
