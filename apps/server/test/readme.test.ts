import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { afterAll, describe, expect, it } from '@jest/globals';
import { silentLogger } from '@daybook/kernel';
import { composeEngine, createApplicationParser, createRandomIds, systemClock } from '@daybook/server';
import { temporaryFolder } from './terminal-fixture.ts';

const temporary = temporaryFolder();
afterAll(() => temporary.remove());

const policyText = JSON.stringify({
  schema_version: 1,
  name: 'sample instruments',
  steps: [
    { id: 'list', type: 'fetch', params: { provider: 'sample', dataset: 'instruments' } },
    { id: 'rows', type: 'transform', params: { source: { ref: 'ctx.list' }, target: 'instruments' } },
  ],
});

describe('the example of the README', () => {
  it('runs a policy in an engine of its own', async () => {
    const folder = temporary.path;
    const parsed = createApplicationParser()(policyText);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));

    const engine = await composeEngine({
      databaseFile: `${folder}/daybook.db`,
      key: randomBytes(32),
      fileFolder: undefined,
      deliveryFolder: `${folder}/deliveries`,
      clock: systemClock,
      ids: createRandomIds(() => Date.now()),
      random: Math.random,
      log: silentLogger,
    });
    const run = await engine.run({
      policy: parsed.policy,
      cause: 'manual',
      actor: 'readme',
      signal: new AbortController().signal,
    });
    await engine.close();

    expect(run.state.status).toBe('success');
    expect(run.steps[1]?.state).toMatchObject({ output: { rows_written: 5 } });
    expect(existsSync(`${folder}/daybook.db`)).toBe(true);
  });
});
