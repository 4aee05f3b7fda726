import { type Client, createClient, routes, scopes } from '@daybook/api-contract';
import { createTokens, type Tokens } from '@daybook/guardrails';
import { createTokenStore, openDatabase } from '@daybook/persistence';
import { randomBytes } from 'node:crypto';
import { baseUrl, composeDaybook, type Surroundings } from '../compose.ts';
import { dataFolder } from '../data-folder.ts';
import { findServer, type ServerFile } from '../server-file.ts';
import { type SurroundingChoices, surroundingsOf } from '../surroundings.ts';
import type { Terminal } from './terminal.ts';

/** A command's way to Daybook: the same requests go to the running server, or to an engine within this process. */
export interface CommandSession {
  readonly client: Client;
  /** Below it are the files that runs deliver. */
  readonly deliveryFolder: string;
  /** Whether a server runs for this data folder. */
  readonly served: boolean;
  close(): Promise<void>;
}

/** A session's token outlives any command, and no longer. */
const lifetimeMs = 24 * 3_600_000;

/**
 * Opens a session with all of a person's rights: whoever holds the database's key has them.
 * @throws {EngineError} when the key or the database cannot be used.
 */
export async function openSession(
  { warmSql = false, ...choices }: SurroundingChoices & { readonly warmSql?: boolean },
  terminal: Terminal,
): Promise<CommandSession> {
  const surroundings = { ...surroundingsOf(choices, terminal), warmSql };
  const server = await findAnsweringServer(choices.dataFolder);
  return server === undefined ? openOwn(surroundings) : openServed(surroundings, server);
}

/**
 * Does a command's work in a session on the data folder of its environment, and closes it afterwards.
 * @param options.warmSql whether the work asks queries, so that their process starts beside all the rest.
 * @throws as {@link openSession}, and what the work throws.
 */
export async function withSession<T>(
  terminal: Terminal,
  work: (session: CommandSession) => Promise<T>,
  options: { readonly warmSql?: boolean } = {},
): Promise<T> {
  const { environment, platform } = terminal;
  const fileFolder = environment['DAYBOOK_FILE_FOLDER'];
  const session = await openSession(
    { dataFolder: dataFolder(environment, platform), fileFolder, warnAboutKey: true, ...options },
    terminal,
  );
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}

/** The running server of a data folder, if it answers. */
export async function findAnsweringServer(dataFolder: string): Promise<ServerFile | undefined> {
  const server = findServer(dataFolder);
  if (server === undefined) return undefined;
  const client = createClient({ baseUrl: baseUrl(server.host, server.port), fetch });
  try {
    await client.call(routes.getHealth, {}, { signal: AbortSignal.timeout(3_000) });
    return server;
  } catch {
    // A killed server's process id may belong to another program by now.
    return undefined;
  }
}

/** Does something with the tokens of a database that a server has open. */
export async function withTokens<T>(
  { databaseFile, key, clock, ids }: Surroundings,
  work: (tokens: Tokens) => Promise<T>,
): Promise<T> {
  const database = await openDatabase({ file: databaseFile, key });
  try {
    return await work(createTokens({ store: createTokenStore(database), clock, ids, randomBytes }));
  } finally {
    await database.close();
  }
}

async function openServed(surroundings: Surroundings, server: ServerFile): Promise<CommandSession> {
  const { token } = await withTokens(surroundings, issueToken);
  const client = createClient({ baseUrl: baseUrl(server.host, server.port), token, fetch });
  return {
    client,
    deliveryFolder: surroundings.deliveryFolder,
    served: true,
    async close() {
      // The server may be gone by now; then the token ends by itself.
      await client.call(routes.endSession, {}).catch(() => undefined);
    },
  };
}

async function openOwn(surroundings: Surroundings): Promise<CommandSession> {
  const daybook = await composeDaybook(surroundings);
  const { host, port } = surroundings;
  try {
    const { tokenId, token } = await issueToken(daybook.tokens);
    const client = createClient({
      baseUrl: baseUrl(host, port),
      token,
      fetch: async (input, init) => daybook.app.fetch(new Request(input, init)),
    });
    return {
      client,
      deliveryFolder: surroundings.deliveryFolder,
      served: false,
      async close() {
        await daybook.live.drain(0);
        await daybook.tokens.revoke(tokenId);
        await daybook.close();
      },
    };
  } catch (cause) {
    await daybook.close();
    throw cause;
  }
}

function issueToken(tokens: Tokens) {
  return tokens.issue({ kind: 'session', name: 'cli', scopes: [...scopes], lifetimeMs });
}
