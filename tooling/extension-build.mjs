// Builds the SQL extension of the persistence package. `node tooling/extension-build.mjs --renew` also takes its
// changed sources for the right ones.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { repositoryRoot } from './repository.mjs';
import { SetUpError } from './set-up-error.mjs';

const folder = 'packages/persistence';
const library = `${folder}/build/daybook-sql.${process.platform === 'darwin' ? 'dylib' : 'so'}`;
const record = `${folder}/build/daybook-sql.json`;

/** What the library is built from; the stamps of set-up look there for changes. */
export const extensionSources = `${folder}/native`;

/**
 * Whether the library stands as it was built, from the sources of today: else it would not be loaded. A tree without
 * the sources has nothing to build.
 */
export function isExtensionBuilt(root) {
  if (!existsSync(join(root, extensionSources, 'build.mjs'))) return true;
  if (!existsSync(join(root, library)) || !existsSync(join(root, record))) return false;
  const built = readFileSync(join(root, record), 'utf8');
  return [library, `${extensionSources}/SHA256SUMS`].every((file) =>
    built.includes(`"${hashFile(root, file)}"`),
  );
}

const hashFile = (root, file) =>
  createHash('sha256')
    .update(readFileSync(join(root, file)))
    .digest('hex');

/** Compiles the extension where its sources changed; `run` runs one command in a folder and throws when it fails. */
export async function buildExtension(root, run, { renew = false } = {}) {
  const script = join(root, extensionSources, 'build.mjs');
  if (!existsSync(script)) return;
  const { buildLibrary, renewSums } = await import(pathToFileURL(script).href);
  if (renew) renewSums();
  try {
    await buildLibrary(run);
  } catch (error) {
    if (error instanceof SetUpError) throw error;
    throw new SetUpError(error.message);
  }
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    await buildExtension(repositoryRoot, undefined, { renew: process.argv.includes('--renew') });
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
