// `npm run verify`: every check but the tests. All of them run, also when one fails; the outputs of the failed ones
// follow the list. `npm run verify -- lint types` runs the named ones only.
import { join } from 'node:path';
import { repositoryRoot } from './repository.mjs';
import { runCommand } from './run-command.mjs';
import { setUp } from './set-up.mjs';

const root = repositoryRoot;
const sideBySide = 2;

const script = (name, ...args) => [process.execPath, [join(root, 'tooling', name), ...args]];
const tool = (name, ...args) => [join(root, 'node_modules', '.bin', name), args];

/** Each is a list of commands, done in order. `types` comes first and alone: it builds what `packaging` packs. */
const typesCheck = {
  name: 'types',
  commands: [
    tool('tsc', '-b'),
    tool('tsc', '-p', 'apps/gui', '--noEmit'),
    tool('tsc', '-p', 'tsconfig.test.json', '--noEmit'),
  ],
};
const otherChecks = [
  { name: 'packaging', commands: [script('check-packaging.mjs')] },
  { name: 'lint', commands: [tool('oxlint', '--deny-warnings')] },
  { name: 'format', commands: [tool('biome', 'format', '.')] },
  { name: 'unused code', commands: [tool('knip', '--no-progress')] },
  { name: 'layers', commands: [script('check-layers.mjs')] },
  { name: 'import cycles', commands: [script('check-cycles.mjs')] },
  { name: 'stray tests', commands: [script('check-stray-tests.mjs')] },
  { name: 'file size', commands: [script('check-file-size.mjs')] },
  { name: 'policy schema', commands: [script('policy-schema.mjs', '--check')] },
  { name: 'documents', commands: [script('check-docs.mjs')] },
  { name: 'privacy', commands: [script('check-privacy.mjs')] },
  { name: 'pinned versions', commands: [script('check-pins.mjs')] },
];

async function runCheck({ name, commands }) {
  const startedAt = Date.now();
  let failure = '';
  for (const [command, args] of commands) {
    const { code, output } = await runCommand(command, args, { cwd: root });
    if (code !== 0) failure += output;
  }
  const passed = failure === '';
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  console.log(`${passed ? 'ok    ' : 'failed'}  ${name.padEnd(16)} ${seconds.padStart(5)} s`);
  return { name, passed, failure };
}

/** A few workers that take the next check as soon as they are free. */
async function runSideBySide(checks) {
  const waiting = [...checks];
  const results = [];
  const work = async () => {
    for (let check = waiting.shift(); check; check = waiting.shift()) results.push(await runCheck(check));
  };
  await Promise.all(Array.from({ length: sideBySide }, work));
  return results;
}

const wanted = process.argv.slice(2);
const isWanted = ({ name }) =>
  wanted.length === 0 || wanted.includes(name) || wanted.includes(name.replaceAll(' ', '-'));
const unknown = wanted.filter(
  (name) => ![typesCheck, ...otherChecks].some((check) => check.name.replaceAll(' ', '-') === name),
);
if (unknown.length > 0) {
  console.error(
    `verify: no check is called ${unknown.join(', ')}; there are: ${[typesCheck, ...otherChecks].map(({ name }) => name.replaceAll(' ', '-')).join(' ')}`,
  );
  process.exit(2);
}

// The build is one of the checks here: set-up must not stop at its first error.
await setUp({ build: false });
const results = [
  ...(isWanted(typesCheck) ? [await runCheck(typesCheck)] : []),
  ...(await runSideBySide(otherChecks.filter(isWanted))),
];
const failed = results.filter(({ passed }) => !passed);
for (const { name, failure } of failed) console.log(`\n--- ${name}\n${failure.trimEnd()}`);
console.log(`\n${results.length - failed.length} checks ok, ${failed.length} failed`);
process.exitCode = failed.length === 0 ? 0 : 1;
