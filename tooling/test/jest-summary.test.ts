import { afterEach, describe, expect, it } from '@jest/globals';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createFixtureTree, type FixtureTree, runScript, toolingFolder } from './fixture-tree.ts';

const jest = join(dirname(createRequire(import.meta.url).resolve('jest/package.json')), 'bin', 'jest.js');

let tree: FixtureTree | undefined;
afterEach(() => tree?.remove());

async function runJest(tests: string, { ci }: { readonly ci: boolean }) {
  const fixture = createFixtureTree({ 'sample.test.js': tests });
  tree = fixture;
  const config = {
    rootDir: fixture.root,
    transform: {},
    cacheDirectory: join(fixture.root, 'cache'),
    reporters: [join(toolingFolder, 'jest-summary.cjs')],
  };
  const env = { ...process.env, DAYBOOK_CI: ci ? '1' : '', NODE_OPTIONS: '' };
  return runScript(jest, ['--config', JSON.stringify(config), '--runInBand'], env);
}

const passing = "it('passes', () => {});\n";
const skipped = "it.skip('waits', () => {});\n";

describe('jest-summary', () => {
  it('closes with one line of counts', async () => {
    const { code, stdout } = await runJest(`${passing}it('fails', () => { throw new Error('no'); });`, {
      ci: true,
    });
    expect(code).toBe(1);
    expect(stdout.trim().split('\n').at(-1)).toBe('1 passed, 1 failed, 0 skipped');
  });

  it('lets a developer skip a test, and names it', async () => {
    const { code, stdout, stderr } = await runJest(passing + skipped, { ci: false });
    expect(code).toBe(0);
    expect(stderr).toContain('skipped: waits');
    expect(stdout.trim().split('\n').at(-1)).toBe('1 passed, 0 failed, 1 skipped');
  });

  it('fails a skipped test in continuous integration', async () => {
    const { code, stdout } = await runJest(passing + skipped, { ci: true });
    expect(code).toBe(1);
    expect(stdout.trim().split('\n').at(-1)).toBe('1 passed, 0 failed, 1 skipped');
  });
});
