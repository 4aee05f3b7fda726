// Compiles the SQL extension next to this folder, from sources whose checksums stand in SHA256SUMS.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const sources = dirname(fileURLToPath(import.meta.url));
const output = join(dirname(sources), 'build');
const sumsFile = join(sources, 'SHA256SUMS');
const isMac = process.platform === 'darwin';
const library = join(output, `daybook-sql.${isMac ? 'dylib' : 'so'}`);
const record = join(output, 'daybook-sql.json');

const warnings = ['-Wall', '-Wextra'];
const hardening = [
  '-fvisibility=hidden',
  '-fstack-protector-strong',
  '-U_FORTIFY_SOURCE',
  '-D_FORTIFY_SOURCE=2',
];
const linking = isMac
  ? ['-bundle', '-undefined', 'dynamic_lookup']
  : ['-shared', '-Wl,-z,relro,-z,now', '-Wl,-z,noexecstack'];

const sha256 = (content) => createHash('sha256').update(content).digest('hex');
const listSources = () => readdirSync(sources).filter((name) => /\.[ch]$/.test(name));
const describeSources = () =>
  listSources()
    .sort()
    .map((name) => `${sha256(readFileSync(join(sources, name)))}  ${name}\n`)
    .join('');

/** Takes the sources as they stand for the right ones. */
export const renewSums = () => writeFileSync(sumsFile, describeSources());

/**
 * Compiles the extension unless this very library stands there already. `run(command, args, folder)` runs one command
 * and throws when it fails.
 */
export async function buildLibrary(run = runCommand) {
  checkSources();
  const headers = findHeaders();
  const wanted = { sources_sha256: sha256(readFileSync(sumsFile)), sqlite: readVersion(headers) };
  if (isUpToDate(wanted)) return;
  mkdirSync(output, { recursive: true });
  const draft = `${library}.${process.pid}`;
  const [compiler, ...options] = (process.env.CC || 'cc').split(' ');
  const files = listSources().filter((name) => name.endsWith('.c'));
  const args = ['-std=c99', '-O2', '-fPIC', ...warnings, ...hardening, `-I${headers}`, ...linking, ...files];
  await run(compiler, [...options, ...args, '-lm', '-o', draft], sources);
  const built = { ...wanted, library_sha256: sha256(readFileSync(draft)) };
  renameSync(draft, library);
  writeFileSync(`${record}.${process.pid}`, `${JSON.stringify(built, null, 2)}\n`);
  renameSync(`${record}.${process.pid}`, record);
}

function checkSources() {
  const found = describeSources();
  const sums = readFileSync(sumsFile, 'utf8');
  if (found === sums) return;
  const known = new Set(sums.split('\n'));
  const strange = found.split('\n').find((line) => !known.has(line));
  const what = strange
    ? `${strange.slice(66)} is not the file that SHA256SUMS names`
    : 'a file that SHA256SUMS names is missing';
  throw new Error(
    `The SQL extension is not built: ${what}. Restore it; or, after a change of your own, run node tooling/extension-build.mjs --renew`,
  );
}

/** The database driver brings the headers of the library that it holds. */
function findHeaders() {
  const manifest = createRequire(import.meta.url).resolve('@journeyapps/sqlcipher/package.json');
  return join(dirname(manifest), 'deps', 'sqlcipher-amalgamation');
}

function readVersion(headers) {
  const version = /^#define SQLITE_VERSION\s+"([^"]+)"/m.exec(
    readFileSync(join(headers, 'sqlite3.h'), 'utf8'),
  );
  if (version === null)
    throw new Error("The SQL extension is not built: the database driver's sqlite3.h has no version");
  return version[1];
}

function isUpToDate({ sources_sha256, sqlite }) {
  if (!existsSync(record) || !existsSync(library)) return false;
  const built = JSON.parse(readFileSync(record, 'utf8'));
  return (
    built.sources_sha256 === sources_sha256 &&
    built.sqlite === sqlite &&
    built.library_sha256 === sha256(readFileSync(library))
  );
}

function runCommand(command, args, folder) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'] });
    child.once('error', (cause) =>
      reject(
        new Error(`The SQL extension is not built: it needs a C compiler, and ${command} can't be run`, {
          cause,
        }),
      ),
    );
    child.once('close', (code) =>
      code === 0
        ? resolve()
        : reject(new Error(`The SQL extension is not built: ${command} ended with ${code}`)),
    );
  });
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    await buildLibrary();
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
