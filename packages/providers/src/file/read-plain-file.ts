import { constants } from 'node:fs';
import { type FileHandle, lstat, open } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineError } from '@daybook/kernel';

/** Larger files are refused: 20 MB, the most that a payload may have. */
const MAX_FILE_BYTES = 20_000_000;

/**
 * The bytes of a regular file that lies directly in the folder. The name must have been checked already.
 * @throws {EngineError} `provider.not-found` when it is not there; `provider.refused` when it is a link, no regular
 *   file, or may not be read; `provider.response-invalid` when it is too large.
 */
export async function readPlainFile(folder: string, name: string): Promise<Uint8Array> {
  const path = join(folder, name);
  try {
    const found = await lstat(path);
    if (found.isSymbolicLink())
      throw refused(name, 'it is a symbolic link; put the file itself into the folder');
    if (!found.isFile()) throw refused(name, 'it is not a regular file');
    // The file may have been exchanged since: the link is refused again by the system, and the rest is checked on
    // what was really opened. Without O_NONBLOCK a pipe would hold up the process here.
    const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      return await readWhole(file, name);
    } finally {
      await file.close();
    }
  } catch (cause) {
    if (EngineError.isInstance(cause)) throw cause;
    throw describe(cause, folder, name);
  }
}

async function readWhole(file: FileHandle, name: string): Promise<Uint8Array> {
  const opened = await file.stat();
  if (!opened.isFile()) throw refused(name, 'it is not a regular file');
  if (opened.size > MAX_FILE_BYTES) throw tooLarge(name, opened.size);
  const bytes = await file.readFile();
  if (bytes.byteLength > MAX_FILE_BYTES) throw tooLarge(name, bytes.byteLength);
  return bytes;
}

function describe(cause: unknown, folder: string, name: string): EngineError {
  const code =
    typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : 'unknown';
  if (code === 'ENOENT') {
    return new EngineError(
      'provider.not-found',
      `There is no file "${name}" in ${folder}. Put it there, or correct criteria.files.`,
    );
  }
  if (code === 'ELOOP') return refused(name, 'it is a symbolic link; put the file itself into the folder');
  return new EngineError(
    'provider.refused',
    `The file "${name}" in ${folder} cannot be read (${code}). Check its permissions.`,
    { cause },
  );
}

function refused(name: string, reason: string): EngineError {
  return new EngineError('provider.refused', `The file "${name}" is not read: ${reason}.`);
}

function tooLarge(name: string, bytes: number): EngineError {
  return new EngineError(
    'provider.response-invalid',
    `The file "${name}" has ${bytes} bytes; at most ${MAX_FILE_BYTES} are taken. Split it.`,
  );
}
