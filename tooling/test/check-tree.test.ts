import { afterEach, describe, expect, it } from '@jest/globals';
import { createFixtureTree, type FixtureTree, runCheck } from './fixture-tree.ts';

let tree: FixtureTree | undefined;
afterEach(() => tree?.remove());

async function check(script: string, files: Readonly<Record<string, string>>) {
  tree = createFixtureTree(files);
  return runCheck(script, tree);
}

const lines = (count: number) => 'export {};\n'.repeat(count);

describe('check-file-size', () => {
  it('refuses a file over 400 lines', async () => {
    const { code, stdout } = await check('check-file-size.mjs', {
      'packages/a/src/long.ts': lines(401),
      'packages/a/src/short.ts': lines(400),
      'packages/a/src/generated/table.ts': lines(500),
      'packages/a/dist/long.js': lines(500),
    });
    expect(code).toBe(1);
    expect(stdout).toContain('packages/a/src/long.ts: 401 lines, at most 400 are allowed');
    expect(stdout).toContain('file size: 1 problem(s)');
  });
});

describe('check-pins', () => {
  const catalog = 'packages:\n  - packages/*\ncatalog:\n  zod: 4.6.7\n  "@scope/name": 1.0.0\n';

  it('accepts exact versions and the catalog', async () => {
    const { code } = await check('check-pins.mjs', {
      'pnpm-workspace.yaml': catalog,
      'package.json': '{"devDependencies": {"jest": "30.5.2"}}',
      'packages/a/package.json': '{"name": "a", "dependencies": {"zod": "catalog:", "b": "workspace:^"}}',
    });
    expect(code).toBe(0);
  });

  it('refuses ranges wherever they stand', async () => {
    const { code, stdout } = await check('check-pins.mjs', {
      'pnpm-workspace.yaml': `${catalog}  kysely: ^0.28.0\n`,
      'package.json': '{"devDependencies": {"jest": "~30.5.2"}}',
      'packages/a/package.json': '{"name": "a", "dependencies": {"zod": "4.6.7"}}',
    });
    expect(code).toBe(1);
    expect(stdout).toContain('pnpm-workspace.yaml: kysely is "^0.28.0"');
    expect(stdout).toContain('package.json: jest is "~30.5.2"');
    expect(stdout).toContain('packages/a/package.json: zod is "4.6.7"; pin it in the catalog');
  });
});

describe('check-privacy', () => {
  // Spelled in pieces, or this very file would be reported.
  const home = ['', 'home', 'somebody', 'daybook'].join('/');
  const registry = ['https:', '', 'registry.example.org', 'zod'].join('/');

  it('refuses machine paths and registry addresses', async () => {
    const { code, stdout } = await check('check-privacy.mjs', {
      'docs/setup.md': `First line\nIt lies in ${home}/data.\n`,
      'config.json': `{ "from": "${registry}" }\n`,
    });
    expect(code).toBe(1);
    expect(stdout).toContain('docs/setup.md:2: a machine path');
    expect(stdout).toContain('config.json:1: a registry address');
  });

  it('accepts addresses and relative folders of that name', async () => {
    const { code } = await check('check-privacy.mjs', {
      'docs/a.md': `See https://example.org${home} and packages${home}.\n`,
    });
    expect(code).toBe(0);
  });
});

describe('check-docs', () => {
  it('accepts links that lead somewhere', async () => {
    const { code } = await check('check-docs.mjs', {
      'README.md': '# Top\n[a](docs/a.md#the-second-part) [b](#top) [c](https://example.org/x) `docs/a.md`\n',
      'docs/a.md': '# A\n\n## The second part\n\n```md\n[example](nowhere.md)\n```\n',
    });
    expect(code).toBe(0);
  });

  it('names dead links, missing headings and missing files', async () => {
    const { code, stdout } = await check('check-docs.mjs', {
      'README.md': '# Top\n[a](docs/gone.md) [b](docs/a.md#nothing) `packages/kernel/src/gone.ts`\n',
      'docs/a.md': '# A\n[up](../README.md)\n',
    });
    expect(code).toBe(1);
    expect(stdout).toContain('README.md: dead link docs/gone.md');
    expect(stdout).toContain('README.md: docs/a.md#nothing names a heading that does not exist');
    expect(stdout).toContain('README.md: names packages/kernel/src/gone.ts, which does not exist');
    expect(stdout).toContain('documents: 3 problem(s)');
  });

  it('wants a short README in every package', async () => {
    const { stdout } = await check('check-docs.mjs', {
      'packages/a/package.json': '{"name": "a"}',
      'packages/b/package.json': '{"name": "b"}',
      'packages/b/README.md': 'line\n'.repeat(61),
    });
    expect(stdout).toContain('packages/a/README.md: missing');
    expect(stdout).toContain('packages/b/README.md: 61 lines, at most 60 are allowed');
  });
});
