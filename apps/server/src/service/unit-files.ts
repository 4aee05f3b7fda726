import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { EngineError } from '@daybook/kernel';

/** Stands in each file that this program writes for a service manager; a file without it belongs to somebody else. */
export const unitMark = 'Written by "daybook service install"';

/** A file that tells a service manager what to start. */
export interface UnitFile {
  readonly path: string;
  readonly text: string;
}

/** What is in such a file; `undefined` when it is not there, or belongs to somebody else. */
export function ownUnit(path: string): string | undefined {
  const text = readUnit(path);
  return text?.includes(unitMark) === true ? text : undefined;
}

function readUnit(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    if (typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === 'ENOENT') {
      return undefined;
    }
    throw cause;
  }
}

/**
 * Throws before anything is written over that is not Daybook's.
 * @throws {EngineError} `usage.invalid`
 */
export function refuseForeignUnit(path: string): void {
  const text = readUnit(path);
  if (text === undefined || text.includes(unitMark)) return;
  throw new EngineError(
    'usage.invalid',
    `${path} was not written by daybook service install; it is left alone. Move it away and try again.`,
  );
}

/** Writes a file, whole or not at all, and gives back what changed, such as `daybook.service: DAYBOOK_PORT`. */
export function writeUnit({ path, text }: UnitFile): string | undefined {
  const before = readUnit(path);
  if (before === text) return undefined;
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}.new`;
  writeFileSync(draft, text, { mode: 0o644 });
  renameSync(draft, path);
  const what = before === undefined ? 'new' : changedNames(before, text).join(', ');
  return `${basename(path)}: ${what === '' ? 'text' : what}`;
}

/** Removes a file and gives back what changed; `undefined` when it is not there. */
export function removeUnit(path: string): string | undefined {
  if (readUnit(path) === undefined) return undefined;
  rmSync(path);
  return `${basename(path)}: removed`;
}

/** Names only: somebody may have written a secret into the file by hand. */
function changedNames(before: string, after: string): readonly string[] {
  const [old, now] = [linesByName(before), linesByName(after)];
  const names = [...new Set([...old.keys(), ...now.keys()])];
  return names.filter((name) => old.get(name) !== now.get(name)).toSorted();
}

function linesByName(text: string): ReadonlyMap<string, string> {
  const lines = text.split('\n').flatMap((line) => {
    const found = nameForms.map((form) => form.exec(line)?.[1]).find((name) => name !== undefined);
    return found === undefined ? [] : [[found, line] as const];
  });
  return new Map(lines);
}

/** A variable, a directive, and an entry of a property list. */
const nameForms = [/^Environment="?(\w+)=/, /^(\w+)=/, /^\s*<key>(\w+)<\/key>/];
