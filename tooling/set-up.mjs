// Does all the set-up of a clean clone: package manager, install, build. Prints on stderr only, so that a command
// that is set up first can still print a document on stdout.
import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { repositoryRoot } from './repository.mjs';
import { compileDriver, isDriverBuilt, readDriverPins } from './driver-build.mjs';
import { buildExtension } from './extension-build.mjs';
import { runCommand } from './run-command.mjs';
import { SetUpError } from './set-up-error.mjs';
import { withLock } from './set-up-lock.mjs';
import { findCompilerProblem, findNodeProblem } from './set-up-requirements.mjs';
import {
  guiFolder,
  hashBuildInputs,
  hashGuiInputs,
  hashInstallInputs,
  isBuilt,
  isGuiBuilt,
  isInstalled,
  markBuilt,
  markGuiBuilt,
  markInstalled,
} from './set-up-stamps.mjs';

const packageManager = 'pnpm@12.21.0';
const stillWorkingMs = 20_000;
const networkErrors =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT/;

const say = (line) => process.stderr.write(`setup: ${line}\n`);

/**
 * Makes the tree ready to run: installs when the lockfile, the pnpm files or the major version of Node changed since
 * the last time, builds when a source changed, and bundles the GUI when that is asked for and something of it changed.
 * Ends the process with one clear message and exit code 1 when that is impossible, 130 when it was interrupted.
 */
export async function setUp({ build = true, gui = false } = {}) {
  const root = repositoryRoot;
  try {
    const nodeProblem = findNodeProblem();
    if (nodeProblem) throw new SetUpError(nodeProblem);
    const isReady = () => isInstalled(root) && (!build || isBuilt(root)) && (!gui || isGuiBuilt(root));
    if (isReady()) return;

    const onWait = () => say('another set-up of this folder is running; waiting for it');
    await withLock(
      join(root, '.setup-lock'),
      async () => {
        const buildAll = async () => {
          if (build && !isBuilt(root)) await buildPackages(root);
          if (gui && !isGuiBuilt(root)) await bundleGui(root);
        };
        if (isInstalled(root)) await buildAll();
        else await install(root, buildAll);
      },
      onWait,
    );
  } catch (error) {
    if (!(error instanceof SetUpError)) throw error;
    say(error.message);
    process.exit(error.exitCode);
  }
}

/**
 * Nothing needs the compiled driver before it is run, so its compiler works beside all the rest; and as it takes
 * longest, all the rest leaves it the processor.
 */
async function install(root, build) {
  const compilerProblem = findCompilerProblem(root);
  if (compilerProblem) throw new SetUpError(compilerProblem);

  const state = hashInstallInputs(root);
  const startedAt = Date.now();
  const seconds = () => Math.round((Date.now() - startedAt) / 1000);
  say('installing the packages and compiling the database driver; about a minute the first time');
  const stillWorking = setInterval(() => say(`still installing (${seconds()} s)`), stillWorkingMs);
  try {
    const pins = isDriverBuilt(root) ? null : readDriverPins(root);
    const installed = installPackages(root);
    await allDone([installed.then(build), pins && compileDriver(root, pins, runForInstall, installed)]);
  } finally {
    clearInterval(stillWorking);
  }
  markInstalled(root, state);
  say(`installed in ${seconds()} s`);
}

/** Waits for all, also after a failure, so that no command is left running; then the first failure is thrown. */
async function allDone(works) {
  const results = await Promise.allSettled(works);
  for (const { reason } of results.filter(({ status }) => status === 'rejected')) throw reason;
}

// Without a terminal pnpm would stop and ask before it replaces a half-finished node_modules.
const installPackages = (root) =>
  runForInstall(
    'npx',
    ['--yes', packageManager, 'install', '--frozen-lockfile', '--config.confirm-modules-purge=false'],
    root,
    { yielding: true },
  );

async function runForInstall(command, args, folder, { yielding } = {}) {
  const { code, interrupted, output } = await runCommand(command, args, {
    cwd: folder,
    env: installEnvironment(),
    yielding,
  });
  if (interrupted) throw new SetUpError('interrupted; the next command starts the installation again.', 130);
  if (code !== 0) throw new SetUpError(explainInstallFailure(command, code, output));
}

/**
 * `npm run -s` hands its silence down, and with it would go the reason of a failure; and npm's own waits between tries
 * add up to more than a minute before it says that there is no network.
 */
function installEnvironment() {
  const { npm_config_loglevel: _silence, ...env } = process.env;
  return {
    ...env,
    JOBS: 'max', // for node-gyp, which compiles one file at a time otherwise
    // SQLite runs no faster at node-gyp's -O3, which takes half as long again; so does looking for things to warn of.
    CFLAGS: `-O2 -w ${env.CFLAGS ?? ''}`,
    npm_config_fetch_retry_mintimeout: '1000',
    npm_config_fetch_retry_maxtimeout: '5000',
  };
}

function explainInstallFailure(command, code, output) {
  if (code === 127)
    return `${command} not found${/^np[mx]$/.test(command) ? ': it comes with npm' : ''}. Install it and run the command again.`;
  if (networkErrors.test(output)) {
    return 'the package registry could not be reached: check the network connection and the proxy settings, then run the command again.';
  }
  process.stderr.write(output);
  return `the installation failed (${command} ended with ${code}); its messages stand above.`;
}

async function buildPackages(root) {
  say('building');
  const state = hashBuildInputs(root);
  const runYielding = (command, args, folder) => runForInstall(command, args, folder, { yielding: true });
  await allDone([compilePackages(root), buildExtension(root, runYielding)]);
  markBuilt(root, state);
}

async function compilePackages(root) {
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const { code, interrupted, output } = await runCommand(process.execPath, [compiler, '-b'], {
    cwd: root,
    yielding: true,
  });
  if (interrupted) throw new SetUpError('interrupted; the next command builds again.', 130);
  if (code !== 0) {
    process.stderr.write(output);
    throw new SetUpError('the build failed; the compiler names the files above.');
  }
}

async function bundleGui(root) {
  say('bundling the GUI');
  const state = hashGuiInputs(root);
  const folder = join(root, guiFolder);
  const bundler = join(folder, 'node_modules', 'vite', 'bin', 'vite.js');
  const { code, interrupted, output } = await runCommand(
    process.execPath,
    [bundler, 'build', '--logLevel', 'warn'],
    { cwd: folder, yielding: true },
  );
  if (interrupted) throw new SetUpError('interrupted; the next command bundles the GUI again.', 130);
  if (code !== 0) {
    process.stderr.write(output);
    throw new SetUpError('the GUI could not be bundled; the messages stand above.');
  }
  markGuiBuilt(root, state);
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) await setUp();
