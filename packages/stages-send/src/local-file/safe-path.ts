import { EngineError } from '@daybook/kernel';

declare const brand: unique symbol;

/**
 * A relative path, `/` between its names, that stays below whatever folder it is joined to and means the same on every
 * platform.
 */
export type SafePath = string & { readonly [brand]: 'SafePath' };

/** The longest name that common file systems store, in bytes. */
const MAX_NAME_BYTES = 255;

/** The longest path, in bytes; leaves room for the folder under the limit of 4,096 (Linux) and 1,024 (macOS). */
const MAX_PATH_BYTES = 700;

/** Names that Windows takes for devices, with any extension. */
const deviceName = /^(?:CON|PRN|AUX|NUL|COM[0-9¹²³]|LPT[0-9¹²³]|CONIN\$|CONOUT\$)$/i;

/**
 * What is wrong with a relative path, in words that go on from "the path"; `undefined` when it is safe.
 * A safe path has no `..`, `.`, empty or hidden name, no backslash, no characters that can't be seen or that some
 * platform gives a meaning, no device name, and nothing that a platform would cut from the end of a name.
 */
export function findPathProblem(path: string): string | undefined {
  if (path === '') return 'is empty';
  if (/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(path)) return 'holds control, invisible or broken characters';
  if (path !== path.normalize('NFC')) return 'is not in Unicode normal form NFC';
  if (path.startsWith('/')) return 'is absolute; it must be relative to the folder for deliveries';
  if (/[\\:*?"<>|]/.test(path)) return 'holds one of \\ : * ? " < > |';
  if (Buffer.byteLength(path) > MAX_PATH_BYTES) return `is longer than ${MAX_PATH_BYTES} bytes`;
  for (const name of path.split('/')) {
    const problem = findNameProblem(name);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/**
 * Reads a path that stays below its folder, in the normal form NFC.
 * @throws {EngineError} `delivery.rejected`, saying what is wrong with it.
 */
export function toSafePath(path: string): SafePath {
  const problem = findPathProblem(path);
  if (problem === undefined) return path as SafePath;
  throw new EngineError(
    'delivery.rejected',
    `Nothing can be delivered to ${JSON.stringify(path.slice(0, 120))}: the path ${problem}. Change "folder" or "name" of the send step.`,
  );
}

function findNameProblem(name: string): string | undefined {
  if (name === '') return 'holds an empty name (two slashes, or one at the end)';
  if (name === '.' || name === '..') return `holds "${name}"`;
  if (name.startsWith('.')) return 'holds a hidden name, one that starts with a dot';
  if (/^ |[. ]$/.test(name)) return 'holds a name that starts with a space or ends with a dot or a space';
  if (deviceName.test(name.split('.')[0]?.trimEnd() ?? '')) return `holds "${name}", the name of a device`;
  if (Buffer.byteLength(name) > MAX_NAME_BYTES) return `holds a name longer than ${MAX_NAME_BYTES} bytes`;
  return undefined;
}
