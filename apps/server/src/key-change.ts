import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { EngineError } from '@daybook/kernel';
import { opensWith } from '@daybook/persistence';
import type { Environment } from './data-folder.ts';
import { deriveKey, keyFilesOf, keyLength, keySourceOf, readKeptBytes, saltLength } from './database-key.ts';

/** Where the key of a database will come from, once it is changed. */
export type NextKey =
  /** A random key in the key file. */
  | { readonly kind: 'file'; readonly key: Uint8Array }
  /** A passphrase that the owner sets, with a salt in its file. */
  | { readonly kind: 'passphrase'; readonly key: Uint8Array; readonly salt: Uint8Array }
  /** A random key that the owner keeps and sets as `DAYBOOK_KEY`. */
  | { readonly kind: 'environment'; readonly key: Uint8Array };

/** A new key; a passphrase gets a salt of its own. */
export function makeNextKey(wanted: 'file' | 'environment' | { readonly passphrase: string }): NextKey {
  if (wanted === 'file' || wanted === 'environment') return { kind: wanted, key: randomBytes(keyLength) };
  const salt = randomBytes(saltLength);
  return { kind: 'passphrase', key: deriveKey(wanted.passphrase, salt), salt };
}

/** Keeps what finds the new key again beside what finds the old one, durably. */
export function keepNextKey(folder: string, next: NextKey): void {
  const files = keyFilesOf(folder);
  discardNextKey(folder);
  if (next.kind === 'file') writeDurably(files.nextKey, next.key);
  if (next.kind === 'passphrase') writeDurably(files.nextSalt, next.salt);
}

/** Puts the new key in the place of the old one; twice is harmless, and so is dying in the middle. */
export function promoteNextKey(folder: string, kind: NextKey['kind']): void {
  const files = keyFilesOf(folder);
  if (kind === 'file') replace(files.nextKey, files.key, files.salt);
  if (kind === 'passphrase') replace(files.nextSalt, files.salt, files.key);
}

function replace(next: string, current: string, outdated: string): void {
  if (existsSync(next)) renameSync(next, current);
  rmSync(outdated, { force: true });
  syncFolder(dirname(current));
}

function discardNextKey(folder: string): void {
  const files = keyFilesOf(folder);
  for (const file of [files.nextKey, files.nextSalt]) rmSync(file, { force: true });
  syncFolder(folder);
}

/**
 * Settles a change of the key that was interrupted: the database tells which of the two keys is its own. Without such a
 * change it does nothing, and so it does where `DAYBOOK_KEY` is set or neither key opens the database.
 * @throws {EngineError} `store.busy` while another process changes the key.
 */
export async function settleKeyChange(folder: string, environment: Environment): Promise<void> {
  const files = keyFilesOf(folder);
  if (!existsSync(files.nextKey) && !existsSync(files.nextSalt)) return;
  const source = keySourceOf(environment);
  if (source.kind === 'environment') return;
  const { database: file } = files;
  if (!existsSync(file)) return;
  const current = currentKey(folder, environment);
  if (current !== undefined && (await opensWith({ file, key: current }))) return discardNextKey(folder);
  const nextKey = readKeptBytes(files.nextKey, keyLength, 'new key');
  if (nextKey !== undefined && (await opensWith({ file, key: nextKey })))
    return promoteNextKey(folder, 'file');
  const nextSalt = readKeptBytes(files.nextSalt, saltLength, 'salt of the new passphrase');
  if (nextSalt === undefined) return;
  if (source.kind === 'file') throw needsPassphrase(file);
  const key = deriveKey(source.passphrase, nextSalt);
  if (await opensWith({ file, key })) promoteNextKey(folder, 'passphrase');
}

function currentKey(folder: string, environment: Environment): Uint8Array | undefined {
  const files = keyFilesOf(folder);
  const source = keySourceOf(environment);
  if (source.kind !== 'passphrase') return readKeptBytes(files.key, keyLength, 'key');
  const salt = readKeptBytes(files.salt, saltLength, 'salt of the passphrase');
  return salt && deriveKey(source.passphrase, salt);
}

function needsPassphrase(file: string): EngineError {
  return new EngineError(
    'store.key-rejected',
    `The key of ${file} was being changed to a passphrase when that was interrupted; set DAYBOOK_PASSPHRASE to the new passphrase and try again.`,
  );
}

function writeDurably(file: string, bytes: Uint8Array): void {
  const opened = openSync(file, 'wx', 0o600);
  try {
    writeSync(opened, `${Buffer.from(bytes).toString('hex')}\n`);
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
  syncFolder(dirname(file));
}

function syncFolder(folder: string): void {
  const opened = openSync(folder, 'r');
  try {
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
}
