import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createClient, routes, scopes } from '@daybook/api-contract';
import { silentLogger, toInstant } from '@daybook/kernel';
import { composeDaybook, createRandomIds } from '../../dist/index.js';
import { scenarioNames, scenarios, startInstant, writeFiles } from './scenarios.mjs';

/** The key of all databases of these tests. */
export const key = '5a'.repeat(32);

/**
 * Makes, for each scenario, a data folder whose policy is approved and never ran; cycles work on copies of it.
 * @returns `fileFolder`, and by scenario its folder, token and policy id.
 */
export async function makeTemplates(folder) {
  const fileFolder = join(folder, 'files');
  writeFiles(fileFolder);
  const templates = {};
  for (const name of scenarioNames) {
    const dataFolder = join(folder, `template-${name}`);
    templates[name] = { dataFolder, ...(await makeTemplate(dataFolder, fileFolder, scenarios[name].policy)) };
  }
  return { fileFolder, templates };
}

async function makeTemplate(dataFolder, fileFolder, policy) {
  mkdirSync(dataFolder, { recursive: true });
  const daybook = await composeDaybook({
    databaseFile: join(dataFolder, 'daybook.db'),
    key: Buffer.from(key, 'hex'),
    fileFolder,
    deliveryFolder: join(dataFolder, 'deliveries'),
    guiFolder: join(dataFolder, 'gui'),
    mail: { smtpUrl: undefined, from: undefined },
    host: '127.0.0.1',
    port: 4310,
    version: '0.0.0',
    // Before the slot, so that nothing is due yet.
    clock: { now: () => toInstant(Date.parse(startInstant) - 600_000), sleep: async () => undefined },
    ids: createRandomIds(() => Date.now()),
    random: () => 0.5,
    log: silentLogger,
  });
  try {
    const { token } = await daybook.tokens.issue({ kind: 'session', name: 'tester', scopes: [...scopes] });
    const client = createClient({
      baseUrl: 'http://127.0.0.1:4310',
      token,
      fetch: async (input, init) => daybook.app.fetch(new Request(input, init)),
    });
    const { id, version } = await client.call(routes.createPolicy, { body: policy });
    await client.call(routes.approvePolicy, { params: { id }, body: { hash: version.hash } });
    return { token, policyId: id };
  } finally {
    await daybook.close();
  }
}
