import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { daybook, temporaryFolder } from '../terminal-fixture.ts';

const folder = temporaryFolder();
const environment = { DAYBOOK_DATA_DIR: join(folder.path, 'data') };
const file = join(folder.path, 'policy.json');

function write(symbols: readonly string[]): void {
  const document = {
    schema_version: 1,
    name: 'sample instruments',
    steps: [
      {
        id: 'list',
        type: 'fetch',
        params: { provider: 'sample', dataset: 'instruments', criteria: { symbols } },
      },
      { id: 'rows', type: 'transform', params: { source: { ref: 'ctx.list' }, target: 'instruments' } },
    ],
  };
  writeFileSync(file, JSON.stringify(document));
}

beforeAll(async () => {
  write(['NRTH']);
  await daybook(['run', file], environment);
});
afterAll(() => folder.remove());

/** Types the beginning of the hash that the question shows. */
function typeHash(question: string): string {
  return /[0-9a-f]{64}/.exec(question)?.[0].slice(0, 8) ?? '';
}

// One story: each part begins where the one before ended.
describe('daybook approve', () => {
  it('refuses without a person at a terminal', async () => {
    const { exitCode, stderr } = await daybook(['approve', 'sample instruments'], environment);
    expect(exitCode).toBe(3);
    expect(stderr).toContain('terminal');
  });

  it('approves nothing when something else is typed', async () => {
    const answers: string[] = [];
    const { exitCode } = await daybook(
      ['approve', 'sample instruments'],
      environment,
      undefined,
      (question) => {
        answers.push(question);
        return 'yes';
      },
    );
    expect(exitCode).toBe(3);
    expect(answers).toHaveLength(1);
    expect((await daybook(['run', 'sample instruments'], environment)).exitCode).toBe(3);
  });

  it('shows what the policy does, and approves it when its hash is typed', async () => {
    const { exitCode, stdout, stderr } = await daybook(
      ['approve', 'sample instruments'],
      environment,
      undefined,
      typeHash,
    );
    expect(stderr).toContain('list: Fetches instruments from sample: NRTH');
    expect(stderr).toContain('+ {');
    expect(stdout).toContain('Approved: version 1');
    expect(exitCode).toBe(0);
    const run = await daybook(['run', 'sample instruments', '--json'], environment);
    expect(run.exitCode).toBe(0);
    expect(JSON.parse(run.stdout)).toMatchObject({ state: 'success' });
  });

  it('shows the lines that changed, and keeps the approved version until the new one is approved', async () => {
    write(['NRTH', 'TIDE']);
    const refused = await daybook(['run', file], environment);
    expect(refused).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('version 2') });
    const old = await daybook(['run', 'sample instruments', '--json'], environment);
    expect(JSON.parse(old.stdout)).toMatchObject({ state: 'success' });

    const { stderr, exitCode } = await daybook(
      ['approve', 'sample instruments'],
      environment,
      undefined,
      typeHash,
    );
    expect(exitCode).toBe(0);
    expect(stderr).toContain('What changed since version 1');
    expect(stderr).toMatch(/^\+ +"TIDE"$/m);
    const again = await daybook(['approve', 'sample instruments'], environment, undefined, typeHash);
    expect(again).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('approved already') });
  });

  it('lists policies and runs, and shows one of each', async () => {
    const policies = await daybook(['policies'], environment);
    expect(policies.stdout).toMatch(/^sample instruments +approved +2 +by hand/m);
    const policy = await daybook(['policies', 'show', 'sample instruments'], environment);
    expect(policy.stdout).toContain('rows: Checks the rows and writes them into instruments');

    const runs = JSON.parse((await daybook(['runs', '--json'], environment)).stdout) as { id: string }[];
    expect(runs).toHaveLength(2);
    const run = await daybook(['runs', 'show', runs[0]?.id ?? ''], environment);
    expect(run.stdout).toMatch(/✓ list +fetch/);
    expect(await daybook(['runs', 'show', 'run_0'], environment)).toMatchObject({ exitCode: 2 });
    expect(await daybook(['runs', 'shwo'], environment)).toMatchObject({ exitCode: 2 });
  });
});
