import { afterEach, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { createFixtureTree, type FixtureTree, runCheck, runScript, toolingFolder } from './fixture-tree.ts';

interface PackageFixture {
  readonly name: string;
  readonly source: string;
  readonly file?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

let tree: FixtureTree | undefined;
afterEach(() => tree?.remove());

const workspace = 'workspace:^';

/** One package with one source file, checked; the result is what the check printed and its exit code. */
async function check({
  name,
  source,
  file = 'src/thing.ts',
  dependencies = {},
  devDependencies = {},
}: PackageFixture) {
  const folder = `${name === 'server' ? 'apps' : 'packages'}/${name}`;
  tree = createFixtureTree({
    [`${folder}/package.json`]: JSON.stringify({ name: `@daybook/${name}`, dependencies, devDependencies }),
    [`${folder}/${file}`]: source,
  });
  return runCheck('check-layers.mjs', tree);
}

describe('check-layers', () => {
  it('accepts the real tree', async () => {
    const { code, stdout } = await runScript(join(toolingFolder, 'check-layers.mjs'));
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'layers: ok\n' });
  });

  it('accepts a declared import of a lower layer', async () => {
    const { code } = await check({
      name: 'runner',
      source: "import { EngineError } from '@daybook/kernel';\nimport { join } from 'node:path';\n",
      dependencies: { '@daybook/kernel': workspace },
    });
    expect(code).toBe(0);
  });

  it('refuses a sideways import', async () => {
    const { code, stdout } = await check({
      name: 'stages-fetch',
      source: "export { runPipeline } from '@daybook/runner';\n",
    });
    expect(code).toBe(1);
    expect(stdout).toContain(
      'packages/stages-fetch/src/thing.ts: stages-fetch must not import @daybook/runner (sideways inside layer 3)',
    );
  });

  it('refuses an upward import', async () => {
    const { code, stdout } = await check({
      name: 'policy',
      source: "const registry = await import('@daybook/registry');\n",
    });
    expect(code).toBe(1);
    expect(stdout).toContain('policy must not import @daybook/registry (upward, from layer 1 to layer 2)');
  });

  it('refuses an upward import of types', async () => {
    const { stdout } = await check({
      name: 'kernel',
      source: "export type A = import('@daybook/policy').Policy;\n",
    });
    expect(stdout).toContain('kernel must not import @daybook/policy (upward, from layer 0 to layer 1)');
  });

  it('refuses values where only types are allowed', async () => {
    const { code, stdout } = await check({
      name: 'persistence',
      source: "import { type RunStore, runPipeline } from '@daybook/runner';\n",
      dependencies: { '@daybook/runner': workspace },
    });
    expect(code).toBe(1);
    expect(stdout).toContain('persistence may import only types of @daybook/runner: write "import type"');
  });

  it.each([
    "import type { RunStore } from '@daybook/runner';\n",
    "import { type RunStore } from '@daybook/runner';\n",
    "export type { RunStore } from '@daybook/runner';\n",
  ])('accepts types where only types are allowed: %s', async (source) => {
    const { code } = await check({
      name: 'persistence',
      source,
      dependencies: { '@daybook/runner': workspace },
    });
    expect(code).toBe(0);
  });

  it('refuses an undeclared external package', async () => {
    const { code, stdout } = await check({ name: 'policy', source: "import { z } from 'zod';\n" });
    expect(code).toBe(1);
    expect(stdout).toContain(
      'packages/policy/src/thing.ts: imports zod, which package.json does not declare',
    );
  });

  it('refuses an undeclared sibling', async () => {
    const { stdout } = await check({ name: 'policy', source: "import { z } from '@daybook/kernel';\n" });
    expect(stdout).toContain('imports @daybook/kernel, which package.json does not declare');
  });

  it('refuses a value import of a development dependency', async () => {
    const { stdout } = await check({
      name: 'policy',
      source: "import { z } from 'zod';\n",
      devDependencies: { zod: 'catalog:' },
    });
    expect(stdout).toContain('imports zod, which package.json does not declare');
  });

  it('refuses a forbidden dependency in the manifest', async () => {
    const { code, stdout } = await check({
      name: 'stages-send',
      source: 'export {};\n',
      dependencies: { '@daybook/persistence': workspace },
    });
    expect(code).toBe(1);
    expect(stdout).toContain(
      'packages/stages-send/package.json: stages-send must not depend on @daybook/persistence (upward, from layer 3 to layer 4)',
    );
  });

  it('refuses a test dependency on a higher layer', async () => {
    const { stdout } = await check({
      name: 'stages-send',
      source: 'export {};\n',
      devDependencies: { '@daybook/server': workspace },
    });
    expect(stdout).toContain('must not depend on @daybook/server for its tests');
  });

  it('refuses input and output in a pure package', async () => {
    const { code, stdout } = await check({
      name: 'kernel',
      source: "import { readFile } from 'fs/promises';\n",
    });
    expect(code).toBe(1);
    expect(stdout).toContain('imports fs/promises, but kernel does no I/O');
  });

  it('allows hashing in a pure package', async () => {
    const { code } = await check({ name: 'kernel', source: "import { createHash } from 'node:crypto';\n" });
    expect(code).toBe(0);
  });

  it('refuses contract suites outside tests', async () => {
    const { stdout } = await check({
      name: 'server',
      source: "import { memoryRunStore } from '@daybook/runner/testing';\n",
      dependencies: { '@daybook/runner': workspace },
    });
    expect(stdout).toContain('imports @daybook/runner/testing; outside tests only the package root');
  });

  it('refuses a relative import that leaves the package', async () => {
    const { stdout } = await check({ name: 'policy', source: "import '../../kernel/src/ids.ts';\n" });
    expect(stdout).toContain('imports ../../kernel/src/ids.ts, which lies outside packages/policy/src');
  });

  it('keeps the database driver in persistence', async () => {
    const { stdout } = await check({
      name: 'runner',
      source: "import { Kysely } from 'kysely';\n",
      dependencies: { kysely: 'catalog:' },
    });
    expect(stdout).toContain('packages/runner/package.json: kysely may be used by persistence only');
    expect(stdout).toContain('packages/runner/src/thing.ts: kysely may be used by persistence only');
  });

  it('refuses a package that the table does not know', async () => {
    const { code, stdout } = await check({ name: 'leftovers', source: 'export {};\n' });
    expect(code).toBe(1);
    expect(stdout).toContain('packages/leftovers: not in the layer table');
  });

  it('is not deceived by comments and strings', async () => {
    const source = [
      "// import '@daybook/runner';",
      "/* export * from '@daybook/runner'; */",
      'export const text = "import \'@daybook/runner\'";',
      "export const template = `${text} import '@daybook/runner'`;",
    ].join('\n');
    const { code } = await check({ name: 'kernel', source });
    expect(code).toBe(0);
  });

  it('lets contract suites name types of the test runner only', async () => {
    const file = 'src/testing/suite.ts';
    const types = await check({
      name: 'runner',
      file,
      source: "import type { Expect } from '@jest/globals';\n",
    });
    expect(types.code).toBe(0);
    tree?.remove();
    const values = await check({ name: 'runner', file, source: "import { expect } from '@jest/globals';\n" });
    expect(values.stdout).toContain('imports @jest/globals, which package.json does not declare');
  });
});
