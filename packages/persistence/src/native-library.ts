import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { EngineError } from '@daybook/kernel';

const libraryName = `daybook-sql.${process.platform === 'darwin' ? 'dylib' : 'so'}`;
const packageFolder = new URL('../', import.meta.url);

/**
 * The path of the compiled SQL extension, after checking that it's the one that was built, from the sources that stand
 * here. `folder` is this package's own unless a test says otherwise.
 * @throws {EngineError} `store.extension-missing` when it was not built, or when it or its sources changed since.
 */
export function findNativeLibrary(folder: URL = packageFolder): string {
  const library = new URL(`build/${libraryName}`, folder);
  const record = new URL('build/daybook-sql.json', folder);
  if (!existsSync(library) || !existsSync(record)) throw missing('is not built');
  const built = readFileSync(record, 'utf8');
  if (fieldOf(built, 'library_sha256') !== sha256(library)) throw missing('is not the one that was built');
  if (fieldOf(built, 'sources_sha256') !== sha256(new URL('native/SHA256SUMS', folder)))
    throw missing('is older than its sources');
  return fileURLToPath(library);
}

/** The record is ours and flat; what isn't as we write it has no field. */
function fieldOf(record: string, name: string): string | undefined {
  return new RegExp(`"${name}": *"([0-9a-f]{64})"`).exec(record)?.[1];
}

function sha256(file: URL): string {
  return existsSync(file) ? createHash('sha256').update(readFileSync(file)).digest('hex') : '';
}

function missing(problem: string): EngineError {
  return new EngineError(
    'store.extension-missing',
    `The SQL extension ${libraryName} ${problem}, and no query runs without it. Run "npm run setup" to build it.`,
  );
}
