// Compiles the encrypted database driver in a folder of its own, so that its compiler, the longest part of a set-up,
// needs none of the other packages and starts at once.
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { SetUpError } from './set-up-error.mjs';

const driver = '@journeyapps/sqlcipher';
const headers = 'node-addon-api';
const library = join('build', 'Release', 'node_sqlite3.node');

/**
 * What the lockfile pins of the driver and of the headers that it is compiled with, as `{ name, version, integrity }`
 * each; `null` where the lockfile names no driver.
 */
export function readDriverPins(root) {
  const lockfile = join(root, 'pnpm-lock.yaml');
  const text = existsSync(lockfile) ? readFileSync(lockfile, 'utf8') : '';
  const key = `  '${driver}@`;
  const snapshot = text.slice(text.lastIndexOf(key)).split('\n\n', 1)[0];
  const version = snapshot.match(/^ {2}'.+@([\d.]+)':/)?.[1];
  const headersVersion = snapshot.match(/^ {6}node-addon-api: ([\d.]+)$/m)?.[1];
  if (version === undefined || headersVersion === undefined) return null;
  const pin = (name, pinned) => ({
    name,
    version: pinned,
    integrity: readIntegrity(text, `${name}@${pinned}`),
  });
  return { driver: pin(driver, version), headers: pin(headers, headersVersion) };
}

function readIntegrity(lockfile, id) {
  const integrity = lockfile.match(
    new RegExp(`^ {2}'?${escapeForRegExp(id)}'?:\\n {4}resolution: \\{integrity: (sha512-[^,}]+)`, 'm'),
  )?.[1];
  if (integrity === undefined) throw new SetUpError(`pnpm-lock.yaml has no integrity for ${id}`);
  return integrity;
}

const escapeForRegExp = (text) => text.replace(/[/.]/g, '\\$&');

/** Whether the pinned driver is installed and compiled. */
export function isDriverBuilt(root) {
  const pins = readDriverPins(root);
  return pins !== null && existsSync(join(root, installedDriver(pins), library));
}

/** Where pnpm puts the driver. */
const installedDriver = ({ driver: { name, version } }) =>
  join('node_modules', '.pnpm', `${name.replace('/', '+')}@${version}`, 'node_modules', name);

/**
 * Fetches the pinned driver, compares it with the lockfile's checksum, compiles it, and puts the library where pnpm has
 * put the driver as soon as `installed` has resolved. `run` runs one command in a folder and throws when it fails.
 */
export async function compileDriver(root, pins, run, installed) {
  const folder = mkdtempSync(join(tmpdir(), 'daybook-driver-'));
  try {
    const wanted = [pins.driver, pins.headers];
    const names = wanted.map(({ name, version }) => `${name}@${version}`);
    await run('npm', ['pack', '--loglevel=error', ...names], folder);
    for (const pin of wanted) await unpack(pin, folder, run);
    const source = join(folder, 'node_modules', pins.driver.name);
    await run('npm', ['run', 'install'], source);
    await installed;
    const target = join(root, installedDriver(pins), library);
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(join(source, library), target);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function unpack(pin, folder, run) {
  const archive = `${pin.name.replace('@', '').replace('/', '-')}-${pin.version}.tgz`;
  checkIntegrity(pin, readFileSync(join(folder, archive)));
  const target = join(folder, 'node_modules', pin.name);
  mkdirSync(target, { recursive: true });
  await run('tar', ['-xzf', archive, '-C', target, '--strip-components=1'], folder);
}

function checkIntegrity({ name, version, integrity }, content) {
  const found = `sha512-${createHash('sha512').update(content).digest('base64')}`;
  if (found === integrity) return;
  throw new SetUpError(`${name}@${version} is not what pnpm-lock.yaml pins: its checksum is ${found}`);
}
