import { randomBytes, scryptSync } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { EngineError } from '@daybook/kernel';
import type { Environment } from './data-folder.ts';
import { parseRecoveryKey, toRecoveryKey } from './recovery-key.ts';

/** The key of a database, and what its owner should know about where it comes from. */
export interface DatabaseKey {
  /** 32 bytes. */
  readonly key: Uint8Array;
  readonly warning?: string;
}

/** Where a database's key comes from. */
export type KeySource =
  | { readonly kind: 'environment'; readonly key: Uint8Array }
  | { readonly kind: 'passphrase'; readonly passphrase: string }
  | { readonly kind: 'file' };

/** The length of a key, in bytes. */
export const keyLength = 32;
/** The length of a salt, in bytes. */
export const saltLength = 16;
// About 0.1 s and 64 MB, once a start: OWASP's recommendation for scrypt is N=2^16, r=8, p=2.
const scryptCost = { N: 2 ** 16, r: 8, p: 2, maxmem: 160 * 1024 * 1024 };

/** Where a data folder keeps its database and what belongs to the key. */
export function keyFilesOf(folder: string) {
  return {
    database: join(folder, 'daybook.db'),
    key: join(folder, 'daybook.key'),
    salt: join(folder, 'daybook.salt'),
    /** Those of a change of the key that is under way, or was interrupted. */
    nextKey: join(folder, 'daybook.key.next'),
    nextSalt: join(folder, 'daybook.salt.next'),
  };
}

/**
 * Where the key comes from: `DAYBOOK_KEY` (64 hexadecimal digits, or a recovery key), else `DAYBOOK_PASSPHRASE` with a
 * salt kept beside the database, else a key file beside the database.
 * @throws {EngineError} `usage.invalid` when `DAYBOOK_KEY` is no key.
 */
export function keySourceOf(environment: Environment): KeySource {
  const text = environment['DAYBOOK_KEY'];
  if (text !== undefined && text !== '')
    return { kind: 'environment', key: parseRecoveryKey(text, 'DAYBOOK_KEY') };
  const passphrase = environment['DAYBOOK_PASSPHRASE'];
  return passphrase === undefined || passphrase === ''
    ? { kind: 'file' }
    : { kind: 'passphrase', passphrase };
}

/**
 * Finds the key of {@link keySourceOf}; for a new database a salt or key file is made.
 * @throws {EngineError} `usage.invalid` when `DAYBOOK_KEY` is no key; `store.key-rejected` when a database exists but the
 *   salt or key file that belongs to it is gone or damaged.
 */
export function findDatabaseKey(databaseFile: string, environment: Environment): DatabaseKey {
  return findKey(databaseFile, environment, !existsSync(databaseFile));
}

/**
 * As {@link findDatabaseKey}, but makes nothing: for what a new key is of no use to, such as a backup from elsewhere.
 * @throws {EngineError} `store.key-rejected` also when there is no database yet.
 */
export function findExistingKey(databaseFile: string, environment: Environment): DatabaseKey {
  return findKey(databaseFile, environment, false);
}

function findKey(databaseFile: string, environment: Environment, mayMake: boolean): DatabaseKey {
  const files = keyFilesOf(dirname(databaseFile));
  const kept = { databaseFile, mayMake };
  const source = keySourceOf(environment);
  switch (source.kind) {
    case 'environment':
      return { key: source.key };
    case 'passphrase': {
      const salt = keptBytes(files.salt, saltLength, { ...kept, what: 'salt of the passphrase' });
      return { key: deriveKey(source.passphrase, salt) };
    }
    case 'file':
      return {
        key: keptBytes(files.key, keyLength, {
          ...kept,
          what: 'key',
          // A salt without a key file is what a passphrase leaves.
          ...(existsSync(files.salt)
            ? { instead: 'set DAYBOOK_PASSPHRASE, which it was last used with' }
            : {}),
        }),
        warning: `The database's key lies beside it, in ${files.key}: that protects little. Set DAYBOOK_PASSPHRASE or DAYBOOK_KEY to keep it elsewhere.`,
      };
  }
}

/** The key that a passphrase and a salt give, always the same. */
export function deriveKey(passphrase: string, salt: Uint8Array): Uint8Array {
  return scryptSync(passphrase.normalize('NFC'), salt, keyLength, scryptCost);
}

/** What the owner of a new key file is shown once, at a terminal. */
export function recoveryKeyNotice(key: Uint8Array): readonly string[] {
  return [
    'The recovery key of this database; it opens the database and every backup of it, anywhere. Write it down:',
    '',
    `  ${toRecoveryKey(key)}`,
    '',
    'daybook key show prints it again, as long as the key file is there.',
  ];
}

/** Bytes in hexadecimal, as a file of their own holds them; `undefined` for a file that is not there. */
export function readKeptBytes(file: string, length: number, what: string): Uint8Array | undefined {
  if (!existsSync(file)) return undefined;
  const text = readFileSync(file, 'utf8').trim();
  if (text.length === length * 2 && /^[0-9a-f]+$/i.test(text)) return Buffer.from(text, 'hex');
  throw new EngineError(
    'store.key-rejected',
    `The ${what} in ${file} is damaged; restore that file from a backup, or set DAYBOOK_KEY to the recovery key.`,
  );
}

/** Those bytes; fresh random ones when they are not there and may be made. */
function keptBytes(
  file: string,
  length: number,
  {
    databaseFile,
    what,
    mayMake,
    instead = 'set DAYBOOK_KEY to the recovery key',
  }: {
    readonly databaseFile: string;
    readonly what: string;
    readonly mayMake: boolean;
    /** What may be done beside bringing the file back. */
    readonly instead?: string;
  },
): Uint8Array {
  const kept = readKeptBytes(file, length, what);
  if (kept !== undefined) return kept;
  if (!mayMake) {
    const message = `The ${what} of ${databaseFile} is missing: there is no ${file}. Restore that file, or ${instead}.`;
    throw new EngineError('store.key-rejected', message);
  }
  const bytes = randomBytes(length);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(file, `${bytes.toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
  return bytes;
}
