// What the scripts of this folder know about the tree: its root, its packages, its files.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds pnpm-workspace.yaml. */
export const repositoryRoot = dirname(dirname(fileURLToPath(import.meta.url)));

/** Folders that hold nothing a person wrote; used where git can't say which files are ours. */
const generatedFolders = new Set(['.git', '.turbo', '.jest-cache', '.pnpm-store', '.setup-lock', 'coverage']);
generatedFolders.add('node_modules').add('dist').add('dist-types');

const byName = (a, b) => (a < b ? -1 : 1);

/** `--root FOLDER` lets a test point a check at a tree of its own. */
export function rootFromArguments(args = process.argv.slice(2)) {
  const at = args.indexOf('--root');
  return at === -1 ? repositoryRoot : args[at + 1];
}

/** Every file under `folder`, generated folders left out, as sorted paths relative to `root`. */
export function walkFiles(root, folder = root) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return generatedFolders.has(entry.name) ? [] : walkFiles(root, path);
      return entry.isFile() ? [relative(root, path).split(sep).join('/')] : [];
    })
    .sort(byName);
}

/** The files that are, or would be, under version control: tracked, and new but not ignored. */
export function listFiles(root) {
  const git = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  // A source archive has no history, and a bare machine has no git.
  if (git.status !== 0) return walkFiles(root);
  const files = git.stdout.split('\0').filter((path) => path !== '' && existsSync(join(root, path)));
  return [...new Set(files)].sort(byName);
}

/** The workspace packages: `{ folder, name, manifest }`, folder relative to `root`. */
export function listPackages(root) {
  const folders = ['packages', 'apps'].flatMap((parent) =>
    existsSync(join(root, parent)) ? readdirSync(join(root, parent)).map((name) => `${parent}/${name}`) : [],
  );
  return folders
    .filter((folder) => existsSync(join(root, folder, 'package.json')))
    .sort(byName)
    .map((folder) => {
      const manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
      return { folder, name: manifest.name, manifest };
    });
}

/** Prints what a check found and ends the process: 0 without problems, 1 with any. */
export function reportProblems(check, problems) {
  for (const problem of problems) console.log(problem);
  console.log(`${check}: ${problems.length === 0 ? 'ok' : `${problems.length} problem(s)`}`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}
