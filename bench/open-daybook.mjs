// A whole Daybook over a new encrypted database, with a client that has all of a person's rights.
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { composeDaybook, createRandomIds, systemClock } from '../apps/server/dist/index.js';
import { createClient, routes, scopes } from '../packages/api-contract/dist/index.js';
import { silentLogger } from '../packages/kernel/dist/index.js';

/** Keeps everything in `folder`; `fileFolder` is the one that provider `file` reads from. */
export async function openDaybook(folder, { clock = systemClock, fileFolder = folder } = {}) {
  mkdirSync(folder, { recursive: true });
  const databaseFile = join(folder, 'daybook.db');
  const daybook = await composeDaybook({
    databaseFile,
    key: randomBytes(32),
    fileFolder,
    deliveryFolder: join(folder, 'deliveries'),
    guiFolder: join(folder, 'gui'),
    mail: { smtpUrl: undefined, from: undefined },
    host: '127.0.0.1',
    port: 4310,
    version: '0.0.0',
    clock,
    ids: createRandomIds(() => Date.now()),
    random: Math.random,
    log: silentLogger,
  });
  const { token } = await daybook.tokens.issue({ kind: 'session', name: 'bench', scopes: [...scopes] });
  const fetch = async (input, init) => daybook.app.fetch(new Request(input, init));
  const client = createClient({ baseUrl: 'http://127.0.0.1:4310', token, fetch });
  return {
    databaseFile,
    daybook,
    client,
    async close() {
      await daybook.live.drain(0);
      await daybook.close();
    },
  };
}

/** Saves a policy and approves it. @returns its id. */
export async function approve(client, document) {
  const { id, version } = await client.call(routes.createPolicy, { body: document });
  await client.call(routes.approvePolicy, { params: { id }, body: { hash: version.hash } });
  return id;
}
