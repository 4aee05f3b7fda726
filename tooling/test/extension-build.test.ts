import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { toolingFolder } from './fixture-tree.ts';
import { createInstallableTree, type InstallableTree } from './installable-tree.ts';

const folder = 'packages/persistence';
const driver = `${folder}/node_modules/@journeyapps/sqlcipher`;
const library = `${folder}/build/daybook-sql.${process.platform === 'darwin' ? 'dylib' : 'so'}`;
const source = 'int answer;\n';
const sumsOf = (text: string) => `${createHash('sha256').update(text).digest('hex')}  part.c\n`;

/** Stands in for the C compiler: notes how it was called and leaves something where the library belongs. */
const compiler = (tree: string) => `#!/bin/sh
echo "$@" >> ${tree}/compiled.log
while [ $# -gt 1 ]; do
  if [ "$1" = -o ]; then echo compiled > "$2"; fi
  shift
done
`;

let tree: InstallableTree;
beforeEach(() => {
  tree = createInstallableTree([], {
    [`${folder}/package.json`]: '{"name":"persistence"}',
    [`${folder}/dist/.tsbuildinfo`]: '{}',
    [`${folder}/native/build.mjs`]: readFileSync(
      join(toolingFolder, `../${folder}/native/build.mjs`),
      'utf8',
    ),
    [`${folder}/native/part.c`]: source,
    [`${folder}/native/SHA256SUMS`]: sumsOf(source),
    [`${driver}/package.json`]: '{"name":"@journeyapps/sqlcipher"}',
    [`${driver}/deps/sqlcipher-amalgamation/sqlite3.h`]: '#define SQLITE_VERSION        "3.51.3"\n',
  });
  tree.write({ 'bin/cc': compiler(tree.root) });
});
afterEach(() => tree.remove());

const setUp = () => tree.run('set-up.mjs');
const read = (file: string) => readFileSync(join(tree.root, file), 'utf8');

describe('the SQL extension', () => {
  it('is compiled by set-up, once', async () => {
    expect(await setUp()).toMatchObject({ code: 0, stdout: '' });
    expect(read('compiled.log')).toMatch(/-fstack-protector-strong.* part\.c -lm -o /);
    expect(read(library)).toBe('compiled\n');
    expect(JSON.parse(read(`${folder}/build/daybook-sql.json`))).toEqual({
      sources_sha256: createHash('sha256').update(sumsOf(source)).digest('hex'),
      sqlite: '3.51.3',
      library_sha256: createHash('sha256').update('compiled\n').digest('hex'),
    });
    expect(await setUp()).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(tree.countLines('compiled.log')).toBe(1);
  });

  it.each([
    ['missing', () => rmSync(join(tree.root, library))],
    ['altered', () => tree.write({ [library]: 'something else' })],
    [
      'of other sources',
      () =>
        tree.write({
          [`${folder}/native/SHA256SUMS`]: sumsOf('int b;\n'),
          [`${folder}/native/part.c`]: 'int b;\n',
        }),
    ],
  ])('is compiled again when it is %s', async (_, change) => {
    await setUp();
    change();
    expect((await setUp()).code).toBe(0);
    expect(tree.countLines('compiled.log')).toBe(2);
    expect(read(library)).toBe('compiled\n');
  });

  it('is not compiled from sources that nobody vouches for', async () => {
    tree.write({ [`${folder}/native/part.c`]: 'int other;\n' });
    const { code, stderr } = await setUp();
    expect(code).toBe(1);
    expect(stderr).toContain(
      'setup: The SQL extension is not built: part.c is not the file that SHA256SUMS names.',
    );
    tree.write({ [`${folder}/native/part.c`]: source, [`${folder}/native/more.h`]: '' });
    expect((await setUp()).stderr).toContain('more.h is not the file that SHA256SUMS names');
    rmSync(join(tree.root, `${folder}/native/more.h`));
    rmSync(join(tree.root, `${folder}/native/part.c`));
    expect((await setUp()).stderr).toContain('a file that SHA256SUMS names is missing');
    expect(tree.countLines('compiled.log')).toBe(0);
  });

  it('takes changed sources for the right ones when it is told to', async () => {
    tree.write({ [`${folder}/native/part.c`]: 'int other;\n' });
    expect((await tree.run('extension-build.mjs')).code).toBe(1);
    expect((await tree.run('extension-build.mjs', ['--renew'])).code).toBe(0);
    expect(read(`${folder}/native/SHA256SUMS`)).toBe(sumsOf('int other;\n'));
    expect(tree.countLines('compiled.log')).toBe(1);
  });

  it('says that it needs a compiler', async () => {
    rmSync(join(tree.root, 'bin/cc'));
    const { code, stderr } = await tree.run('extension-build.mjs');
    expect(code).toBe(1);
    expect(stderr).toBe("The SQL extension is not built: it needs a C compiler, and cc can't be run\n");
    expect((await setUp()).stderr).toContain('setup: cc not found');
  });
});
