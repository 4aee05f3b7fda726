import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { afterAll, describe, expect, it } from '@jest/globals';
import { createClient, routes } from '@daybook/api-contract';
import { silentLogger } from '@daybook/kernel';
import { composeDaybook, createRandomIds, systemClock } from '@daybook/server';
import { temporaryFolder } from './terminal-fixture.ts';

const temporary = temporaryFolder();
afterAll(() => temporary.remove());

const document = {
  schema_version: 1,
  name: 'sample instruments',
  steps: [
    { id: 'list', type: 'fetch', params: { provider: 'sample', dataset: 'instruments' } },
    { id: 'rows', type: 'transform', params: { source: { ref: 'ctx.list' }, target: 'instruments' } },
  ],
};

describe('the example of the README', () => {
  it('runs a policy in an engine of its own', async () => {
    const folder = temporary.path;

    const daybook = await composeDaybook({
      databaseFile: `${folder}/daybook.db`,
      key: randomBytes(32),
      fileFolder: undefined,
      deliveryFolder: `${folder}/deliveries`,
      guiFolder: `${folder}/gui`,
      mail: { smtpUrl: undefined, from: undefined },
      host: '127.0.0.1',
      port: 4310,
      version: '0.1.0',
      clock: systemClock,
      ids: createRandomIds(() => Date.now()),
      random: Math.random,
      log: silentLogger,
    });
    const scopes = ['read', 'author', 'run', 'approve'] as const;
    const { token } = await daybook.tokens.issue({ kind: 'person', name: 'me', scopes });
    const client = createClient({
      baseUrl: 'http://127.0.0.1:4310',
      token,
      fetch: async (input, init) => daybook.app.fetch(new Request(input, init)),
    });

    const { id, version } = await client.call(routes.createPolicy, { body: document });
    if (version.hash === null) throw new Error('not readable');
    await client.call(routes.approvePolicy, { params: { id }, body: { hash: version.hash } });
    const started = await client.call(routes.startRun, { params: { id } });
    await daybook.live.drain(60_000);
    const run = await client.call(routes.getRun, { params: { id: started.id } });
    await daybook.close();

    expect(run.state).toBe('success');
    expect(run.steps[1]).toMatchObject({ output: { rows_written: 5 } });
    expect(existsSync(`${folder}/daybook.db`)).toBe(true);
  });
});
