// Every dependency is pinned exactly, once: in the catalog of pnpm-workspace.yaml, or in the root manifest.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listPackages, reportProblems, rootFromArguments } from './repository.mjs';

const exact = /^\d+\.\d+\.\d+(-[\w.]+)?$/;

function readManifest(root, folder) {
  const file = join(root, folder, 'package.json');
  return existsSync(file) ? [{ folder, manifest: JSON.parse(readFileSync(file, 'utf8')) }] : [];
}

/** The lines below `catalog:`; the file is ours and has one version a line. */
function readCatalog(root) {
  const text = readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8');
  const block = /^catalog:\n((?: {2}.*\n)+)/m.exec(text)?.[1] ?? '';
  return [...block.matchAll(/^ {2}"?([^":]+)"?: *(.+)$/gm)].map(([, name, version]) => ({ name, version }));
}

function checkManifest({ folder, manifest }, isAllowed) {
  const file = folder === '.' ? 'package.json' : `${folder}/package.json`;
  const entries = Object.entries({
    ...manifest.dependencies,
    ...manifest.devDependencies,
    ...manifest.optionalDependencies,
  });
  return entries
    .filter(([, range]) => !isAllowed(range))
    .map(([name, range]) => `${file}: ${name} is "${range}"; pin it in the catalog and write "catalog:"`);
}

const root = rootFromArguments();
const members = [
  ...listPackages(root),
  ...['bench', 'tooling', 'examples'].flatMap((folder) => readManifest(root, folder)),
];
const problems = [
  ...readCatalog(root)
    .filter(({ version }) => !exact.test(version))
    .map(({ name, version }) => `pnpm-workspace.yaml: ${name} is "${version}"; write one exact version`),
  ...readManifest(root, '.').flatMap((entry) =>
    checkManifest(entry, (range) => range === 'catalog:' || exact.test(range)),
  ),
  ...members.flatMap((entry) =>
    checkManifest(entry, (range) => range === 'catalog:' || range === 'workspace:^'),
  ),
];
reportProblems('pinned versions', problems);
