// Stamps say that there is nothing to do: one for what is installed, one for what is built, one for the GUI.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { extensionSources, isExtensionBuilt } from './extension-build.mjs';
import { listPackages, walkFiles } from './repository.mjs';

const installInputs = ['pnpm-lock.yaml', '.pnpmfile.cjs', 'pnpm-workspace.yaml'];
const installStamp = join('node_modules', '.daybook-setup');
const buildStamp = join('node_modules', '.daybook-build');
const guiStamp = join('node_modules', '.daybook-gui');

/** The GUI is bundled, the other packages are compiled. */
export const guiFolder = 'apps/gui';

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
  const files = compiledPackages(root).flatMap((folder) => [
    `${folder}/package.json`,
    `${folder}/tsconfig.json`,
    ...walkFiles(root, join(root, folder, 'src')),
  ]);
  const native = walkFiles(root, join(root, extensionSources));
  return hashFiles(root, ['tsconfig.json', 'tsconfig.base.json', ...files, ...native]);
}

/** Changes whenever the bundled GUI could be another one: it holds the API's contract, too. */
export function hashGuiInputs(root) {
  const own = walkFiles(root, join(root, guiFolder)).filter((file) => !file.startsWith(`${guiFolder}/test/`));
  return hashFiles(root, [...own, ...walkFiles(root, join(root, 'packages/api-contract/src'))]);
}

function hashFiles(root, files) {
  const hash = createHash('sha256').update(hashInstallInputs(root));
  for (const file of files.filter((path) => existsSync(join(root, path)))) {
    const { size, mtimeMs } = statSync(join(root, file));
    hash.update(`\0${file} ${size} ${mtimeMs}`);
  }
  return hash.digest('hex');
}

const compiledPackages = (root) =>
  listPackages(root)
    .map(({ folder }) => folder)
    .filter((folder) => folder !== guiFolder);

/** Whether this very state was installed before. */
export const isInstalled = (root) => readStamp(root, installStamp) === hashInstallInputs(root);

/** Whether this very state was built before, and its output still stands. */
export function isBuilt(root) {
  const hasOutput = compiledPackages(root).every((folder) =>
    existsSync(join(root, folder, 'dist', '.tsbuildinfo')),
  );
  return hasOutput && isExtensionBuilt(root) && readStamp(root, buildStamp) === hashBuildInputs(root);
}

/** Whether this very GUI was bundled before, and its files still stand. A tree without a GUI has nothing to bundle. */
export function isGuiBuilt(root) {
  if (!existsSync(join(root, guiFolder))) return true;
  return (
    existsSync(join(root, guiFolder, 'dist', 'index.html')) &&
    readStamp(root, guiStamp) === hashGuiInputs(root)
  );
}

/**
 * Written after an install that succeeded, and only then: an interrupted one is done again. `hash` is the state that
 * the install began with, so that what changed meanwhile counts as new.
 */
export const markInstalled = (root, hash) => writeStamp(root, installStamp, hash);

/** Written after a build that succeeded, and only then; `hash` as in {@link markInstalled}. */
export const markBuilt = (root, hash) => writeStamp(root, buildStamp, hash);

/** Written after the GUI was bundled, and only then; `hash` as in {@link markInstalled}. */
export const markGuiBuilt = (root, hash) => writeStamp(root, guiStamp, hash);

function readStamp(root, stamp) {
  const path = join(root, stamp);
  return existsSync(path) ? readFileSync(path, 'utf8').trim() : null;
}

function writeStamp(root, stamp, hash) {
  mkdirSync(dirname(join(root, stamp)), { recursive: true });
  writeFileSync(join(root, stamp), `${hash}\n`);
}
