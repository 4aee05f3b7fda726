import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { existsSync, mkdirSync, readFileSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import {
  createInstallableTree,
  driverLibrary,
  driverLockfile,
  driverPackager,
  type InstallableTree,
  installer,
} from './installable-tree.ts';

let tree: InstallableTree;
beforeEach(() => {
  tree = createInstallableTree();
});
afterEach(() => tree.remove());

const setUp = (path?: string) => tree.run('set-up.mjs', [], path);
const countLines = (file: string) => tree.countLines(file);

describe('set-up', () => {
  it('installs and builds, speaking on stderr only', async () => {
    const { code, stdout, stderr } = await setUp();
    expect(code).toBe(0);
    expect(stdout).toBe('');
    expect(stderr).toContain('setup: installing the packages');
    expect(stderr).not.toContain('noise');
    expect(readFileSync(join(tree.root, 'calls.log'), 'utf8')).toMatch(
      /^--yes pnpm@[\d.]+ install --frozen-lockfile/,
    );
    expect(countLines('builds.log')).toBe(1);
  });

  describe('the database driver', () => {
    const compileWith = (compile: string, lockfile = driverLockfile) =>
      tree.write({ 'pnpm-lock.yaml': lockfile, 'bin/npm': driverPackager(tree.root, compile) });
    const calls = () => readFileSync(join(tree.root, 'calls.log'), 'utf8');
    const library = () => join(tree.root, driverLibrary);

    it('is compiled while the other packages are installed and built', async () => {
      // The compiler ends only after it saw that the build was done.
      compileWith(`
  for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30; do
    if [ -f $tree/builds.log ]; then break; fi
    /bin/sleep 0.1
  done
  [ -f $tree/builds.log ] || exit 1`);
      expect((await setUp()).stderr).toContain('setup: installed in');
      expect(calls()).toContain(
        'npm pack --loglevel=error @journeyapps/sqlcipher@6.0.0 node-addon-api@8.9.2',
      );
      expect(readFileSync(library(), 'utf8')).toBe('compiled\n');
    });

    it('is refused when its archive is not the one that the lockfile pins', async () => {
      compileWith('', driverLockfile.replace(/sha512-[^}]+/, 'sha512-of-another-archive'));
      const { code, stderr } = await setUp();
      expect(code).toBe(1);
      expect(stderr).toMatch(/^setup: @journeyapps\/sqlcipher@6\.0\.0 is not what pnpm-lock\.yaml pins/m);
      expect(calls()).not.toContain('npm run install');
      expect(existsSync(library())).toBe(false);
    });

    it('is compiled again by the next set-up when it could not be compiled', async () => {
      compileWith('echo "gyp ERR! build error"; exit 1');
      const failed = await setUp();
      expect(failed.code).toBe(1);
      expect(failed.stderr).toContain('gyp ERR! build error');
      expect(failed.stderr).toContain('setup: the installation failed (npm ended with 1)');
      compileWith('');
      expect((await setUp()).code).toBe(0);
      expect(existsSync(library())).toBe(true);
    });

    it('needs no compiler once it is built', async () => {
      tree.write({ 'pnpm-lock.yaml': driverLockfile, [driverLibrary]: '', 'no-compiler/readme': '' });
      const { stderr } = await setUp(join(tree.root, 'no-compiler'));
      expect(stderr).not.toContain('compiler (g++)');
      expect(stderr).toContain('setup: npx not found');
    });
  });

  it('does nothing and says nothing the second time', async () => {
    await setUp();
    const { code, stdout, stderr } = await setUp();
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '', stderr: '' });
    expect([countLines('calls.log'), countLines('builds.log')]).toEqual([1, 1]);
  });

  it('installs again when the lockfile changed', async () => {
    await setUp();
    tree.write({ 'pnpm-lock.yaml': 'lockfileVersion: 10\n' });
    await setUp();
    expect(countLines('calls.log')).toBe(2);
  });

  it('builds again, without installing, when a source changed', async () => {
    tree.write({ 'packages/a/package.json': '{"name":"a"}', 'packages/a/dist/.tsbuildinfo': '{}' });
    await setUp();
    tree.write({ 'packages/a/src/thing.ts': 'export {};\n' });
    await setUp();
    expect([countLines('calls.log'), countLines('builds.log')]).toEqual([1, 2]);
  });

  it('builds again when the output was deleted', async () => {
    tree.write({ 'packages/a/package.json': '{"name":"a"}' });
    await setUp();
    await setUp();
    expect(countLines('builds.log')).toBe(2);
  });

  it('starts again after a failed install', async () => {
    tree.write({ 'bin/npx': '#!/bin/sh\necho "ERR_PNPM_BROKEN_LOCKFILE"\nexit 1\n' });
    const failed = await setUp();
    expect(failed.code).toBe(1);
    expect(failed.stderr).toContain('ERR_PNPM_BROKEN_LOCKFILE');
    expect(failed.stderr).toContain('setup: the installation failed');
    tree.write({ 'bin/npx': installer });
    expect((await setUp()).code).toBe(0);
    expect(countLines('calls.log')).toBe(1);
  });

  it('starts again after an interrupted install', async () => {
    tree.write({ 'bin/npx': '#!/bin/sh\nkill -TERM $PPID\nexec /bin/sleep 30\n' });
    const { code, stderr } = await setUp();
    expect(code).toBe(130);
    expect(stderr).toContain('setup: interrupted; the next command starts the installation again.');
    tree.write({ 'bin/npx': installer });
    expect((await setUp()).code).toBe(0);
    expect(countLines('calls.log')).toBe(1);
  });

  it('names a missing compiler before anything is installed', async () => {
    tree.write({ 'no-compiler/npx': installer });
    const { code, stderr } = await setUp(join(tree.root, 'no-compiler'));
    expect(code).toBe(1);
    expect(stderr).toMatch(/^setup: make, python3, a C\+\+ compiler \(g\+\+\) not found/);
    expect(stderr).toContain('sudo apt-get install -y build-essential python3 libssl-dev');
    expect(stderr).toContain('xcode-select --install');
    expect(countLines('calls.log')).toBe(0);
  });

  it('explains a missing network in one sentence', async () => {
    tree.write({ 'bin/npx': '#!/bin/sh\necho "npm error code ENOTFOUND"\nexit 1\n' });
    const { code, stderr } = await setUp();
    expect(code).toBe(1);
    expect(stderr.trim().split('\n').at(-1)).toMatch(/^setup: the package registry could not be reached/);
    expect(stderr).not.toContain('npm error');
  });

  it('installs once when two commands start together', async () => {
    const results = await Promise.all([setUp(), setUp()]);
    expect(results.map(({ code }) => code)).toEqual([0, 0]);
    expect(results.map(({ stderr }) => stderr).join('')).toContain(
      'another set-up of this folder is running',
    );
    expect(countLines('calls.log')).toBe(1);
    expect(existsSync(join(tree.root, '.setup-lock'))).toBe(false);
  });

  it('takes over the lock of a process that is gone', async () => {
    const lock = join(tree.root, '.setup-lock');
    mkdirSync(lock);
    const longAgo = new Date(Date.now() - 60_000);
    utimesSync(lock, longAgo, longAgo);
    expect((await setUp()).code).toBe(0);
    expect(existsSync(lock)).toBe(false);
  });
});
