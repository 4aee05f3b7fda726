import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  copyScripts,
  createFixtureTree,
  type FixtureTree,
  runScript,
  type ScriptResult,
} from './fixture-tree.ts';

/** An executable that succeeds and does nothing; for the tools that set-up only looks for. */
const nothing = '#!/bin/sh\nexit 0\n';

/**
 * Stands in for the package manager and the network behind it: notes how it was called, and leaves a compiler that
 * notes every build and has nothing to do.
 */
export const installer = `#!/bin/sh
echo "$@" >> calls.log
echo "noise of the package manager"
/bin/sleep 0.3
/bin/mkdir -p node_modules/typescript/bin
echo "require('node:fs').appendFileSync('builds.log', 'built' + require('node:os').EOL)" > node_modules/typescript/bin/tsc
`;

const sha512 = (text: string) => `sha512-${createHash('sha512').update(text).digest('base64')}`;

/** A lockfile that pins the database driver, whose archive holds just the word `driver`. */
export const driverLockfile = `lockfileVersion: 9

packages:

  '@journeyapps/sqlcipher@6.0.0':
    resolution: {integrity: ${sha512('driver')}}
    os: [darwin, linux]

  node-addon-api@8.9.2:
    resolution: {integrity: ${sha512('headers')}}

snapshots:

  '@journeyapps/sqlcipher@6.0.0':
    dependencies:
      bindings: 1.5.0
      node-addon-api: 8.9.2

  node-addon-api@8.9.2: {}
`;

/** Where the compiled library of that driver belongs. */
export const driverLibrary =
  'node_modules/.pnpm/@journeyapps+sqlcipher@6.0.0/node_modules/@journeyapps/sqlcipher/build/Release/node_sqlite3.node';

/** Stands in for npm: `npm pack` leaves the archives, `npm run install` does what `compile` says in `$tree`. */
export const driverPackager = (tree: string, compile: string) => `#!/bin/sh
tree=${tree}
echo "npm $@" >> $tree/calls.log
case "$1" in
pack)
  printf driver > journeyapps-sqlcipher-6.0.0.tgz
  printf headers > node-addon-api-8.9.2.tgz;;
run)
  ${compile}
  /bin/mkdir -p build/Release
  echo compiled > build/Release/node_sqlite3.node;;
esac
`;

/** A tree that can be set up without a network. */
export interface InstallableTree extends FixtureTree {
  /** Runs a script of the tree's `tooling` folder; `path` is the whole search path for executables. */
  run(script: string, args?: readonly string[], path?: string): Promise<ScriptResult>;
  /** Lines of a file; 0 when there is none. */
  countLines(file: string): number;
}

/** A fresh tree with the set-up scripts, those named, and every tool that set-up wants. */
export function createInstallableTree(
  scripts: readonly string[] = [],
  files: Readonly<Record<string, string>> = {},
): InstallableTree {
  const tree = createFixtureTree({
    'pnpm-lock.yaml': 'lockfileVersion: 9\n',
    'bin/npx': installer,
    'bin/make': nothing,
    'bin/g++': nothing,
    'bin/python3': nothing,
    'bin/tar': nothing,
    ...files,
  });
  copyScripts(tree, ['repository.mjs', 'run-command.mjs', 'set-up.mjs', 'set-up-lock.mjs', ...scripts]);
  copyScripts(tree, [
    'driver-build.mjs',
    'extension-build.mjs',
    'set-up-error.mjs',
    'set-up-requirements.mjs',
  ]);
  copyScripts(tree, ['set-up-stamps.mjs']);
  return {
    ...tree,
    run: (script, args = [], path = join(tree.root, 'bin')) =>
      runScript(join(tree.root, 'tooling', script), args, { PATH: path, HOME: tree.root }),
    countLines: (file) => {
      const path = join(tree.root, file);
      return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n').length : 0;
    },
  };
}
