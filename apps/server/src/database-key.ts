import { randomBytes, scryptSync } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { EngineError } from '@daybook/kernel';
import type { Environment } from './data-folder.ts';

/** The key of a database, and what its owner should know about where it comes from. */
export interface DatabaseKey {
  /** 32 bytes. */
  readonly key: Uint8Array;
  readonly warning?: string;
}

const keyLength = 32;
// About 0.1 s and 64 MB, once a start: OWASP's recommendation for scrypt is N=2^16, r=8, p=2.
const scryptCost = { N: 2 ** 16, r: 8, p: 2, maxmem: 160 * 1024 * 1024 };

/**
 * Finds the key: `DAYBOOK_KEY` (64 hexadecimal digits), else `DAYBOOK_PASSPHRASE` with a salt kept beside the database,
 * else a key file beside the database, made on first use.
 * @throws {EngineError} `usage.invalid` when `DAYBOOK_KEY` is no key; `store.key-rejected` when a database exists but the
 *   salt or key file that belongs to it is gone or damaged.
 */
export function findDatabaseKey(databaseFile: string, environment: Environment): DatabaseKey {
  const hex = environment['DAYBOOK_KEY'];
  if (hex !== undefined && hex !== '') return { key: readHexKey(hex) };
  const folder = dirname(databaseFile);
  const passphrase = environment['DAYBOOK_PASSPHRASE'];
  if (passphrase !== undefined && passphrase !== '') {
    const salt = keptBytes(join(folder, 'daybook.salt'), 16, databaseFile, 'salt of the passphrase');
    return { key: scryptSync(passphrase.normalize('NFC'), salt, keyLength, scryptCost) };
  }
  const keyFile = join(folder, 'daybook.key');
  return {
    key: keptBytes(keyFile, keyLength, databaseFile, 'key'),
    warning: `The database's key lies beside it, in ${keyFile}: that protects little. Set DAYBOOK_PASSPHRASE or DAYBOOK_KEY to keep it elsewhere.`,
  };
}

function readHexKey(hex: string): Uint8Array {
  if (/^[0-9a-fA-F]{64}$/.test(hex)) return Buffer.from(hex, 'hex');
  throw new EngineError(
    'usage.invalid',
    'DAYBOOK_KEY must be 64 hexadecimal digits, the 256 bits of the key.',
  );
}

/** Bytes in hexadecimal in a file of their own; fresh random ones when neither they nor a database exist. */
function keptBytes(file: string, length: number, databaseFile: string, what: string): Uint8Array {
  if (existsSync(file)) {
    const text = readFileSync(file, 'utf8').trim();
    if (text.length === length * 2 && /^[0-9a-f]+$/i.test(text)) return Buffer.from(text, 'hex');
    throw new EngineError(
      'store.key-rejected',
      `The ${what} in ${file} is damaged; restore that file from a backup.`,
    );
  }
  if (existsSync(databaseFile)) {
    const message = `The ${what} of ${databaseFile} is missing: there is no ${file}. Restore that file, or set DAYBOOK_KEY.`;
    throw new EngineError('store.key-rejected', message);
  }
  const bytes = randomBytes(length);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(file, `${bytes.toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
  return bytes;
}
