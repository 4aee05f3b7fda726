import { afterEach, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { createFixtureTree, type FixtureTree, runCheck, runScript, toolingFolder } from './fixture-tree.ts';

let tree: FixtureTree | undefined;
afterEach(() => tree?.remove());

/** The sources of one package, checked. */
async function check(sources: Readonly<Record<string, string>>) {
  const files = Object.entries(sources).map(([name, text]) => [`packages/kernel/src/${name}`, text] as const);
  tree = createFixtureTree({
    'packages/kernel/package.json': '{"name":"@daybook/kernel"}',
    ...Object.fromEntries(files),
  });
  return runCheck('check-cycles.mjs', tree);
}

describe('check-cycles', () => {
  it('finds none in the real tree', async () => {
    const { code, stdout } = await runScript(join(toolingFolder, 'check-cycles.mjs'));
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'cycles: ok\n' });
  });

  it('names the files of a cycle in order', async () => {
    const { code, stdout } = await check({
      'a.ts': "export { b } from './nested/b.ts';\n",
      'nested/b.ts': "import { c } from '../c.ts';\nexport const b = c;\n",
      'c.ts': "export const c = async () => import('./a.ts');\n",
      'd.ts': "import './a.ts';\n",
    });
    expect(code).toBe(1);
    const [a, b, c] = ['a.ts', 'nested/b.ts', 'c.ts'].map((name) => `packages/kernel/src/${name}`);
    expect(stdout).toBe(`import cycle: ${a} → ${b} → ${c} → ${a}\ncycles: 1 problem(s)\n`);
  });

  it('finds a file that imports itself', async () => {
    const { code } = await check({ 'a.ts': "import './a.ts';\n" });
    expect(code).toBe(1);
  });

  it('does not count imports of types', async () => {
    const { code } = await check({
      'a.ts': "import type { B } from './b.ts';\nexport type A = B;\n",
      'b.ts': "import { type A } from './a.ts';\nexport type B = A | import('./a.ts').A;\n",
    });
    expect(code).toBe(0);
  });

  it('accepts two ways to one file', async () => {
    const { code } = await check({
      'a.ts': "import './b.ts';\nimport './c.ts';\n",
      'b.ts': "import './d.ts';\n",
      'c.ts': "import './d.ts';\n",
      'd.ts': 'export {};\n',
    });
    expect(code).toBe(0);
  });
});
