import { createClient, routes } from '@daybook/api-contract';
import type { PowerEvent } from '@daybook/scheduler';
import { findAnsweringServer, withTokens } from '../command-line/session.ts';
import type { Terminal } from '../command-line/terminal.ts';
import { baseUrl } from '../compose.ts';
import { dataFolder } from '../data-folder.ts';
import { surroundingsOf } from '../surroundings.ts';

/** As long as a machine waits before it sleeps, in milliseconds. */
const patienceMs = 5_000;

/**
 * Tells the running server that the machine is about to sleep, or woke up. Gives back whether there was one.
 * @throws {EngineError} when the key or the database can't be used.
 * @throws {ApiError} when the server refuses.
 */
export async function reportPower(event: PowerEvent, terminal: Terminal): Promise<boolean> {
  const folder = dataFolder(terminal.environment, terminal.platform);
  const server = await findAnsweringServer(folder);
  if (server === undefined) return false;
  const surroundings = surroundingsOf(
    { dataFolder: folder, fileFolder: undefined, warnAboutKey: false },
    terminal,
  );
  const { token } = await withTokens(surroundings, (tokens) =>
    tokens.issue({ kind: 'session', name: 'power', scopes: ['read', 'admin'], lifetimeMs: 60_000 }),
  );
  const client = createClient({ baseUrl: baseUrl(server.host, server.port), token, fetch });
  try {
    await client.call(routes.reportPower, { body: { event } }, { signal: AbortSignal.timeout(patienceMs) });
  } finally {
    // The server may be gone by now; the token ends by itself.
    await client.call(routes.endSession, {}).catch(() => undefined);
  }
  return true;
}
