import { describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { toolingFolder } from './fixture-tree.ts';

/** What set-up says to a given version of Node; empty when it is content. */
function judge(version: string): string {
  const module = JSON.stringify(pathToFileURL(join(toolingFolder, 'set-up-requirements.mjs')).href);
  const code = `const { findNodeProblem } = await import(${module}); process.stdout.write(findNodeProblem('${version}') ?? '');`;
  return spawnSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' }).stdout;
}

describe('findNodeProblem', () => {
  it.each(['20.19.0', '20.20.2', '22.0.0', '26.1.0'])('accepts Node %s', (version) => {
    expect(judge(version)).toBe('');
  });

  it.each(['18.20.4', '20.18.3'])('refuses Node %s in one sentence', (version) => {
    expect(judge(version)).toBe(
      `Node ${version} is too old: Daybook needs Node 20.19 or newer. Install a current Node from https://nodejs.org and run the command again.`,
    );
  });
});
