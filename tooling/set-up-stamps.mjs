// Two stamps say that there is nothing to do: one for what is installed, one for what is built.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { listPackages, walkFiles } from './repository.mjs';

const installInputs = ['pnpm-lock.yaml', '.pnpmfile.cjs', 'pnpm-workspace.yaml'];
const installStamp = join('node_modules', '.daybook-setup');
const buildStamp = join('node_modules', '.daybook-build');

/** Changes whenever an install could have another result. */
export function hashInstallInputs(root) {
  const hash = createHash('sha256');
  hash.update(`${process.versions.node.split('.')[0]} ${process.platform} ${process.arch}`);
  for (const file of installInputs) {
    hash.update(`\0${file}\0`);
    if (existsSync(join(root, file))) hash.update(readFileSync(join(root, file)));
  }
  return hash.digest('hex');
}

/**
 * Changes whenever a build could have another result. It looks at sizes and times only: a false alarm costs one
 * incremental build, and reading every source would cost more than that build.
 */
export function hashBuildInputs(root) {
  const hash = createHash('sha256').update(hashInstallInputs(root));
  const describe = (file) => {
    const { size, mtimeMs } = statSync(join(root, file));
    hash.update(`\0${file} ${size} ${mtimeMs}`);
  };
  for (const file of ['tsconfig.json', 'tsconfig.base.json'])
    if (existsSync(join(root, file))) describe(file);
  for (const { folder } of listPackages(root)) {
    for (const file of ['package.json', 'tsconfig.json']) {
      if (existsSync(join(root, folder, file))) describe(`${folder}/${file}`);
    }
    for (const file of walkFiles(root, join(root, folder, 'src'))) describe(file);
  }
  return hash.digest('hex');
}

/** Whether this very state was installed before. */
export const isInstalled = (root) => readStamp(root, installStamp) === hashInstallInputs(root);

/** Whether this very state was built before, and its output still stands. */
export function isBuilt(root) {
  const packages = listPackages(root);
  const hasOutput = packages.every(({ folder }) => existsSync(join(root, folder, 'dist', '.tsbuildinfo')));
  return hasOutput && readStamp(root, buildStamp) === hashBuildInputs(root);
}

/**
 * Written after an install that succeeded, and only then: an interrupted one is done again. `hash` is the state that
 * the install began with, so that what changed meanwhile counts as new.
 */
export const markInstalled = (root, hash) => writeStamp(root, installStamp, hash);

/** Written after a build that succeeded, and only then; `hash` as in {@link markInstalled}. */
export const markBuilt = (root, hash) => writeStamp(root, buildStamp, hash);

function readStamp(root, stamp) {
  const path = join(root, stamp);
  return existsSync(path) ? readFileSync(path, 'utf8').trim() : null;
}

function writeStamp(root, stamp, hash) {
  mkdirSync(dirname(join(root, stamp)), { recursive: true });
  writeFileSync(join(root, stamp), `${hash}\n`);
}
