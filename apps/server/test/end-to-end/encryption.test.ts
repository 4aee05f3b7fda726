import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { daybook, marketReview, temporaryFolder } from '../terminal-fixture.ts';

const folder = temporaryFolder();
const dataFolder = join(folder.path, 'data');
const run = (environment: Record<string, string> = {}) =>
  daybook(['run', marketReview, '--yes', '--as-of', '2020-04-17T21:00:00Z'], {
    DAYBOOK_DATA_DIR: dataFolder,
    ...environment,
  });

beforeAll(async () => {
  const { exitCode, stderr } = await run();
  if (exitCode !== 0) throw new Error(stderr);
}, 60_000);

afterAll(() => folder.remove());

/** In a plain file a ticker stands right before the date of its row; three or four letters alone come up by chance. */
const words = ['NRTH2020', 'SOLA2020', 'VLLM2020', 'SPX2020', 'market-review', 'ohlcv_all', 'CREATE TABLE'];

describe('the database file', () => {
  it('does not look like a database, or like anything', () => {
    const bytes = readFileSync(join(dataFolder, 'daybook.db'));
    expect(bytes.subarray(0, 15).toString('latin1')).not.toBe('SQLite format 3');
    expect(entropyOf(bytes)).toBeGreaterThan(7.9);
  });

  it('holds no word of the data, nor does anything beside it', () => {
    const files = readdirSync(dataFolder).filter((name) => name.startsWith('daybook.'));
    expect(files).toContain('daybook.db');
    for (const name of files) {
      const text = readFileSync(join(dataFolder, name)).toString('latin1');
      for (const word of words) {
        expect(text.includes(word)).toBe(false);
      }
    }
  });

  it('refuses a wrong key with exit code 5 and one sentence', async () => {
    const before = readFileSync(join(dataFolder, 'daybook.db'));
    const { exitCode, stdout, stderr } = await run({ DAYBOOK_KEY: 'ab'.repeat(32) });
    expect(exitCode).toBe(5);
    expect(stdout).toBe('');
    expect(stderr.trim().split('\n')).toEqual([expect.stringMatching(/^daybook: .*key.*\.$/)]);
    expect(readFileSync(join(dataFolder, 'daybook.db')).equals(before)).toBe(true);
  });

  it('ends with exit code 5 when pages are damaged', async () => {
    const other = join(folder.path, 'damaged');
    const environment = { DAYBOOK_DATA_DIR: other };
    await run(environment);
    const bytes = readFileSync(join(other, 'daybook.db'));
    for (let at = Math.floor(bytes.length / 3); at < bytes.length; at += 4096)
      bytes[at] = (bytes[at] ?? 0) ^ 1;
    writeFileSync(join(other, 'daybook.db'), bytes);
    const { exitCode, stderr } = await run(environment);
    expect(exitCode).toBe(5);
    expect(stderr).toContain('is damaged; restore it from a backup');
  }, 60_000);

  it('does not take a file that lost its bytes for a new one', async () => {
    const other = join(folder.path, 'emptied');
    mkdirSync(other);
    writeFileSync(join(other, 'daybook.db'), '');
    utimesSync(join(other, 'daybook.db'), 0, 0);
    const { exitCode, stderr } = await run({ DAYBOOK_DATA_DIR: other });
    expect(exitCode).toBe(5);
    expect(stderr).toContain('is empty');
  });

  it('refuses a key that is none as bad usage', async () => {
    const { exitCode, stderr } = await run({ DAYBOOK_KEY: 'secret' });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('64 hexadecimal digits');
    expect(stderr).not.toContain('secret');
  });

  it('opens with a passphrase, and only with that one', async () => {
    const other = join(folder.path, 'passphrase');
    const environment = { DAYBOOK_KEY: '', DAYBOOK_DATA_DIR: other };
    expect((await run({ ...environment, DAYBOOK_PASSPHRASE: 'correct horse' })).exitCode).toBe(0);
    expect((await run({ ...environment, DAYBOOK_PASSPHRASE: 'correct horse' })).exitCode).toBe(0);
    expect((await run({ ...environment, DAYBOOK_PASSPHRASE: 'wrong horse' })).exitCode).toBe(5);
  }, 60_000);

  it('warns once about a key that lies beside it', async () => {
    const environment = { DAYBOOK_KEY: '', DAYBOOK_DATA_DIR: join(folder.path, 'key-file') };
    expect((await run(environment)).stderr).toContain('protects little');
    expect((await run(environment)).stderr).not.toContain('protects little');
    expect(existsSync(join(folder.path, 'key-file', 'daybook.key'))).toBe(true);
  }, 60_000);
});

/** Shannon entropy in bits a byte. */
function entropyOf(bytes: Uint8Array): number {
  const counts = new Map<number, number>();
  for (const byte of bytes) counts.set(byte, (counts.get(byte) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => {
    const share = count / bytes.length;
    return sum - share * Math.log2(share);
  }, 0);
}
