import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { toolingFolder } from './fixture-tree.ts';
import { createInstallableTree, type InstallableTree } from './installable-tree.ts';

const benchmark = `
import { measureSeconds, summarise } from './measure.mjs';
export default async function measure() {
  let calls = 0;
  const seconds = await measureSeconds(() => { calls += 1; }, { times: 4, warmUps: 2 });
  return { rows: [
    { work: 'calls', unit: 'calls', ours: summarise([calls, seconds.length]) },
    { work: 'made-up', unit: 'rows/s', ours: summarise([3, 1, 2]), peer: { name: 'other', median: 1 }, ratio_to_peer: 2 },
  ] };
}
`;

let tree: InstallableTree;
beforeEach(() => {
  tree = createInstallableTree(['bench.mjs'], {
    'pnpm-workspace.yaml': 'catalog:\n  "@journeyapps/sqlcipher": 6.0.0\n',
    'bench/tiny.mjs': benchmark,
  });
  cpSync(join(toolingFolder, '..', 'bench', 'measure.mjs'), join(tree.root, 'bench', 'measure.mjs'));
});
afterEach(() => tree.remove());

const bench = (...names: readonly string[]) => tree.run('bench.mjs', names);

describe('bench', () => {
  it('prints a table and writes the same figures as JSON', async () => {
    const { code, stdout } = await bench();
    expect(code).toBe(0);
    expect(stdout).toMatch(/^work +unit +min +median +max +peer +× peer$/m);
    expect(stdout).toMatch(/^made-up +rows\/s +1 +2 +3 +other 1 +2$/m);

    const result: unknown = JSON.parse(
      readFileSync(join(tree.root, 'bench', 'results', 'tiny.json'), 'utf8'),
    );
    expect(result).toMatchObject({
      name: 'tiny',
      machine: { cores: expect.any(Number) },
      versions: { node: process.versions.node, sqlcipher: '6.0.0' },
      rows: [{ ours: { min: 4, median: 5, max: 6 } }, { ours: { min: 1, median: 2, max: 3 } }],
    });
  });

  it('refuses an unknown name before set-up starts', async () => {
    const { code, stdout, stderr } = await bench('gui');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(tree.countLines('calls.log')).toBe(0);
    expect(stderr).toBe('bench: no benchmark is called gui; there are: tiny\n');
  });
});
