// Import cycles between the files of a package, counting what is loaded at run time. `--root FOLDER` checks another tree.
import { readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { listImports } from './imports.mjs';
import { listPackages, reportProblems, rootFromArguments, walkFiles } from './repository.mjs';

/** file → the files of the same package that it loads. */
function readGraph(root, folder) {
  const files = walkFiles(root, join(root, folder, 'src')).filter((file) => /\.tsx?$/.test(file));
  const known = new Set(files);
  const targetsOf = (file) =>
    listImports(readFileSync(join(root, file), 'utf8'), file)
      .filter(({ specifier, typeOnly }) => !typeOnly && specifier.startsWith('.'))
      .map(({ specifier }) => posix.join(dirname(file), specifier))
      .filter((target) => known.has(target));
  return new Map(files.map((file) => [file, targetsOf(file)]));
}

/** The shortest way from `start` back to itself, or `null`. */
function findCycle(graph, start) {
  const cameFrom = new Map();
  const queue = [start];
  for (const file of queue) {
    for (const target of graph.get(file)) {
      if (target === start) return traceBack(cameFrom, start, file);
      if (cameFrom.has(target)) continue;
      cameFrom.set(target, file);
      queue.push(target);
    }
  }
  return null;
}

function traceBack(cameFrom, start, last) {
  const path = [start];
  for (let file = last; file !== start; file = cameFrom.get(file)) path.unshift(file);
  return [start, ...path];
}

/** One sentence a cycle; files already named in one are not reported again. */
function checkPackage(root, { folder }) {
  const graph = readGraph(root, folder);
  const reported = new Set();
  const problems = [];
  for (const file of graph.keys()) {
    if (reported.has(file)) continue;
    const cycle = findCycle(graph, file);
    if (!cycle) continue;
    for (const member of cycle) reported.add(member);
    problems.push(`import cycle: ${cycle.join(' → ')}`);
  }
  return problems;
}

const root = rootFromArguments();
reportProblems(
  'cycles',
  listPackages(root).flatMap((entry) => checkPackage(root, entry)),
);
