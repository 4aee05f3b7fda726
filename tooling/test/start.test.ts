import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { createInstallableTree, type InstallableTree } from './installable-tree.ts';

const commandLine = `
console.log(JSON.stringify(process.argv.slice(1)));
process.exitCode = 3;
`;

let tree: InstallableTree;
beforeEach(() => {
  tree = createInstallableTree(['start.mjs'], {
    'apps/server/package.json': '{"name": "@daybook/server", "type": "module"}',
    'apps/server/dist/.tsbuildinfo': '{}',
    'apps/server/dist/cli.js': commandLine,
  });
});
afterEach(() => tree.remove());

describe('start', () => {
  it('sets up, then runs the command line with its arguments', async () => {
    const { code, stdout, stderr } = await tree.run('start.mjs', ['run', 'policy.json', '--json']);
    expect(stderr).toContain('setup: installing the packages');
    const expected = [join(tree.root, 'apps', 'server', 'dist', 'cli.js'), 'run', 'policy.json', '--json'];
    expect(JSON.parse(stdout)).toEqual(expected);
    expect(code).toBe(3);
  });

  it('does not run the command line when set-up fails', async () => {
    tree.write({ 'bin/npx': '#!/bin/sh\nexit 1\n' });
    const { code, stdout } = await tree.run('start.mjs', ['demo']);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  });
});
