// Holds manifests and imports against the layer table (layers.mjs). `--root FOLDER` checks another tree.
import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, posix } from 'node:path';
import { listImports } from './imports.mjs';
import { homes, layers, pureBuiltins, testingTypes } from './layers.mjs';
import { listPackages, reportProblems, rootFromArguments, walkFiles } from './repository.mjs';

const scope = '@daybook/';
const shortName = (name) => name.slice(scope.length);

/** Every problem of one package, as sentences that start with the file. */
function checkPackage(root, { folder, name, manifest }) {
  const short = folder.split('/')[1];
  const rules = layers[short];
  if (!rules)
    return [
      `${folder}: not in the layer table; add "${short}" to tooling/layers.mjs and docs/architecture.md`,
    ];
  const expected = `${rules.isApp ? 'apps' : 'packages'}/${short}`;
  if (folder !== expected || name !== scope + short) {
    return [`${folder}: must be ${expected} and be called ${scope}${short}, but is called ${name}`];
  }
  const owner = { folder, short, rules, manifest };
  const sources = walkFiles(root, join(root, folder, 'src')).filter((file) => /\.tsx?$/.test(file));
  return [...checkManifest(owner), ...sources.flatMap((file) => checkSource(root, owner, file))];
}

function checkManifest({ folder, short, rules, manifest }) {
  const runtime = {
    ...manifest.dependencies,
    ...manifest.peerDependencies,
    ...manifest.optionalDependencies,
  };
  const allowed = new Set([...rules.mayImport, ...(rules.typesOnly ?? [])]);
  const own = (names) => Object.keys(names ?? {}).filter((name) => name.startsWith(scope));
  const problems = own(runtime)
    .filter((name) => !allowed.has(shortName(name)))
    .map(
      (name) =>
        `${folder}/package.json: ${short} must not depend on ${name} (${describe(short, shortName(name))})`,
    );
  for (const name of own(manifest.devDependencies)) {
    const target = layers[shortName(name)];
    if (!target || target.layer > rules.layer) {
      problems.push(
        `${folder}/package.json: ${short} must not depend on ${name} for its tests (${describe(short, shortName(name))})`,
      );
    }
  }
  for (const name of Object.keys(runtime)) {
    const problem = checkExternal(short, rules, name);
    if (problem) problems.push(`${folder}/package.json: ${problem}`);
  }
  return problems;
}

function checkSource(root, owner, file) {
  return listImports(readFileSync(join(root, file), 'utf8'), file).flatMap((found) => {
    const problem = checkImport(owner, file, found);
    return problem ? [`${file}: ${problem}`] : [];
  });
}

/** What is wrong with one import, or `null`. */
function checkImport(owner, file, { specifier, typeOnly }) {
  const { folder, short, rules } = owner;
  if (specifier.startsWith('.')) {
    const target = posix.join(dirname(file), specifier);
    return target.startsWith(`${folder}/src/`)
      ? null
      : `imports ${specifier}, which lies outside ${folder}/src`;
  }
  if (isBuiltin(specifier)) return checkBuiltin(short, rules, specifier);
  if (specifier.startsWith(scope)) return checkSibling(owner, specifier, typeOnly);

  const name = packageName(specifier);
  if (typeOnly && testingTypes.has(name) && file.startsWith(`${folder}/src/testing/`)) return null;
  return checkExternal(short, rules, name) ?? checkDeclared(owner, name, typeOnly);
}

function checkBuiltin(short, rules, specifier) {
  const module = specifier.replace(/^node:/, '').split('/')[0];
  if (!rules.pure || pureBuiltins.has(module)) return null;
  return `imports ${specifier}, but ${short} does no I/O: take what it needs as an argument`;
}

function checkSibling(owner, specifier, typeOnly) {
  const { short, rules } = owner;
  const name = packageName(specifier);
  const target = shortName(name);
  if (target === short) return `imports its own package by name; import the defining file instead`;
  if (!rules.mayImport.includes(target)) {
    if (!rules.typesOnly?.includes(target))
      return `${short} must not import ${name} (${describe(short, target)})`;
    if (!typeOnly) return `${short} may import only types of ${name}: write "import type"`;
  }
  if (specifier !== name)
    return `imports ${specifier}; outside tests only the package root ${name} may be imported`;
  return checkDeclared(owner, name, false);
}

function checkExternal(short, rules, name) {
  if (name.startsWith(scope)) return null;
  if (homes[name] && homes[name] !== short) return `${name} may be used by ${homes[name]} only`;
  if (rules.externals && !rules.externals.includes(name)) {
    return `${short} may use no external package but ${rules.externals.join(', ')}, and not ${name}`;
  }
  return null;
}

function checkDeclared({ manifest }, name, typeOnly) {
  const { dependencies, peerDependencies, optionalDependencies, devDependencies } = manifest;
  const declared = {
    ...dependencies,
    ...peerDependencies,
    ...optionalDependencies,
    ...(typeOnly ? devDependencies : {}),
  };
  return declared[name] === undefined ? `imports ${name}, which package.json does not declare` : null;
}

function packageName(specifier) {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function describe(from, to) {
  const [source, target] = [layers[from], layers[to]];
  if (!target) return `${to} is not in the layer table`;
  if (target.layer === source.layer) return `sideways inside layer ${source.layer}`;
  if (target.layer > source.layer) return `upward, from layer ${source.layer} to layer ${target.layer}`;
  return 'not in its row of the layer table';
}

const root = rootFromArguments();
reportProblems(
  'layers',
  listPackages(root).flatMap((entry) => checkPackage(root, entry)),
);
